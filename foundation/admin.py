"""The floor's operators' pages, for Django admin."""

from foundation.operations.pages.audit import AuditEventAdmin
from foundation.operations.pages.notes import NoteAdmin
from foundation.operations.pages.notices import NotificationAdmin
from foundation.operations.pages.organisations import MembershipAdmin, OrganisationAdmin, TenantAdmin
from foundation.operations.pages.outbox import OutgoingMailAdmin
from foundation.operations.pages.people import GroupAdmin, UserAdmin
from foundation.operations.pages.places import CountryAdmin
from foundation.operations.pages.saved_filters import SavedFilterAdmin

__all__ = [
    "AuditEventAdmin",
    "CountryAdmin",
    "GroupAdmin",
    "MembershipAdmin",
    "NoteAdmin",
    "NotificationAdmin",
    "OrganisationAdmin",
    "OutgoingMailAdmin",
    "SavedFilterAdmin",
    "TenantAdmin",
    "UserAdmin",
]
