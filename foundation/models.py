"""The floor's models, for Django's registry."""

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notes.models import Note
from foundation.notifications.models import Notification
from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.places.models import Country
from foundation.saved_filters.models import SavedFilter
from foundation.users.models import User

__all__ = [
    "AuditEvent",
    "Country",
    "Membership",
    "Note",
    "Notification",
    "Organisation",
    "OutgoingMail",
    "SavedFilter",
    "Tenant",
    "User",
]
