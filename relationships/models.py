"""The floor's models, for Django's registry."""

from relationships.agreements.models import PartnerAgreement
from relationships.delegation.models import DelegatedAdmin
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partnerships.models import Partnership
from relationships.regions.models import Region, RegionCountry
from relationships.requests.models import PartnershipRequest

__all__ = [
    "DelegatedAdmin",
    "Enrolment",
    "EnrolmentApplication",
    "Partner",
    "PartnerAgreement",
    "PartnerLocation",
    "Partnership",
    "PartnershipRequest",
    "Region",
    "RegionCountry",
]
