"""What has happened to a request, read from the audit."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from foundation.audit.models import AuditEvent
from foundation.rules import Text
from relationships.requests.models import PartnershipRequest

WORDS: dict[str, Text] = {
    "partnership_request.drafted": _("Draft made"),
    "partnership_request.edited": _("Text edited"),
    "partnership_request.sent": _("Sent"),
    "partnership_request.viewed": _("Viewed by the recipient"),
    "partnership_request.accepted": _("Accepted"),
    "partnership_request.declined": _("Declined"),
    "partnership_request.withdrawn": _("Withdrawn"),
    "partnership_request.expired": _("Expired"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `who` and `company` are empty where the portal itself did it."""

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
    return [
        Event(each.at, WORDS[each.verb], each.actor_name if each.actor_id else "", each.actor_tenant_name)
        for each in events
    ]
