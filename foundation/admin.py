"""The floor's operators' pages, for Django admin."""

from foundation.accounts.admin import GroupAdmin, UserAdmin
from foundation.audit.admin import AuditEventAdmin
from foundation.mail.admin import OutgoingMailAdmin
from foundation.notifications.admin import NotificationAdmin
from foundation.organisations.admin import MembershipAdmin, OrganisationAdmin, TenantAdmin
from foundation.places.admin import CountryAdmin

__all__ = [
    "AuditEventAdmin",
    "CountryAdmin",
    "GroupAdmin",
    "MembershipAdmin",
    "NotificationAdmin",
    "OrganisationAdmin",
    "OutgoingMailAdmin",
    "TenantAdmin",
    "UserAdmin",
]
