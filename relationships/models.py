"""The floor's models, for Django's registry."""

from relationships.agreements.models import PartnerAgreement
from relationships.blocks.models import RequestBlock
from relationships.claims.models import RecipientClaim
from relationships.delegation.models import DelegatedAdmin
from relationships.directory.models import ProviderListing
from relationships.endings.models import PartnershipEnding
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partnerships.models import Partnership
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile
from relationships.regions.models import Region, RegionCountry
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.request_templates.models import RequestTemplate
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.models import ResellerRequest
from relationships.team.models import TeamInvitation

__all__ = [
    "BatchRow",
    "BillingProfile",
    "DelegatedAdmin",
    "Enrolment",
    "EnrolmentApplication",
    "LegalProfile",
    "Partner",
    "PartnerAgreement",
    "PartnerLocation",
    "Partnership",
    "PartnershipEnding",
    "PartnershipRequest",
    "ProviderListing",
    "RecipientClaim",
    "Region",
    "RegionCountry",
    "RequestBatch",
    "RequestBlock",
    "RequestTemplate",
    "ResellerRequest",
    "SupportProfile",
    "TeamInvitation",
]
