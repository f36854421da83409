"""What has happened to a request, read from the audit."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from foundation.audit.models import AuditEvent
from foundation.rules import Text
from relationships.requests.models import PartnershipRequest

VIEWED = "partnership_request.viewed"

WORDS: dict[str, Text] = {
    "partnership_request.drafted": _("Draft made"),
    "partnership_request.edited": _("Text edited"),
    "partnership_request.sent": _("Sent"),
    VIEWED: _("Viewed by the recipient"),
    "partnership_request.accepted": _("Accepted"),
    "partnership_request.declined": _("Declined"),
    "partnership_request.withdrawn": _("Withdrawn"),
    "partnership_request.expired": _("Expired"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `who` and `company` are empty where the portal did it, or it is not told."""

    at: datetime
    what: Text
    who: str
    company: str


def timeline_of(request: PartnershipRequest) -> list[Event]:
    """Return what has happened to a request that the reader may see, the latest first."""
    order = list(WORDS)
    events = sorted(
        AuditEvent.objects.filter(subject_type=request._meta.label, subject_id=str(request.pk), verb__in=order),
        key=lambda event: (event.at, order.index(event.verb)),  # One press of Send edits and sends in one moment.
        reverse=True,
    )
    return [_told(each) for each in events]


def _told(event: AuditEvent) -> Event:
    """Put an event into words. Who looked at a request is nobody's business but the recipient's."""
    if event.actor_id is None or event.verb == VIEWED:
        return Event(event.at, WORDS[event.verb], "", "")
    return Event(event.at, WORDS[event.verb], event.actor_name, event.actor_tenant_name)
