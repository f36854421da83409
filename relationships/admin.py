"""The floor's operators' pages, for Django admin."""

from relationships.agreements.admin import PartnerAgreementAdmin
from relationships.blocks.admin import RequestBlockAdmin
from relationships.claims.admin import RecipientClaimAdmin
from relationships.delegation.admin import DelegatedAdminAdmin
from relationships.directory.admin import ProviderListingAdmin
from relationships.endings.admin import PartnershipEndingAdmin
from relationships.enrolment.admin import EnrolmentAdmin, EnrolmentApplicationAdmin
from relationships.partners.admin import PartnerAdmin, PartnerLocationAdmin
from relationships.partnerships.admin import PartnershipAdmin
from relationships.profiles.admin import BillingProfileAdmin, LegalProfileAdmin, SupportProfileAdmin
from relationships.regions.admin import RegionAdmin, RegionCountryAdmin
from relationships.request_batches.admin import BatchRowAdmin, RequestBatchAdmin
from relationships.request_templates.admin import RequestTemplateAdmin
from relationships.requests.admin import PartnershipRequestAdmin
from relationships.reseller_requests.admin import ResellerRequestAdmin
from relationships.team.admin import TeamInvitationAdmin

__all__ = [
    "BatchRowAdmin",
    "BillingProfileAdmin",
    "DelegatedAdminAdmin",
    "EnrolmentAdmin",
    "EnrolmentApplicationAdmin",
    "LegalProfileAdmin",
    "PartnerAdmin",
    "PartnerAgreementAdmin",
    "PartnerLocationAdmin",
    "PartnershipAdmin",
    "PartnershipEndingAdmin",
    "PartnershipRequestAdmin",
    "ProviderListingAdmin",
    "RecipientClaimAdmin",
    "RegionAdmin",
    "RegionCountryAdmin",
    "RequestBatchAdmin",
    "RequestBlockAdmin",
    "RequestTemplateAdmin",
    "ResellerRequestAdmin",
    "SupportProfileAdmin",
    "TeamInvitationAdmin",
]
