"""The floor's operators' pages, for Django admin."""

from relationships.agreements.admin import PartnerAgreementAdmin
from relationships.delegation.admin import DelegatedAdminAdmin
from relationships.enrolment.admin import EnrolmentAdmin, EnrolmentApplicationAdmin
from relationships.partners.admin import PartnerAdmin, PartnerLocationAdmin
from relationships.partnerships.admin import PartnershipAdmin
from relationships.regions.admin import RegionAdmin, RegionCountryAdmin
from relationships.requests.admin import PartnershipRequestAdmin

__all__ = [
    "DelegatedAdminAdmin",
    "EnrolmentAdmin",
    "EnrolmentApplicationAdmin",
    "PartnerAdmin",
    "PartnerAgreementAdmin",
    "PartnerLocationAdmin",
    "PartnershipAdmin",
    "PartnershipRequestAdmin",
    "RegionAdmin",
    "RegionCountryAdmin",
]
