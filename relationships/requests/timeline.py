"""What has happened to a request, in words."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.timeline import Event, register_event, subject_of, timeline
from foundation.rules import Text
from relationships.requests.models import PartnershipRequest

VIEWED = "partnership_request.viewed"

WORDS: dict[str, Text] = {
    "partnership_request.drafted": _("Draft made"),
    "partnership_request.edited": _("Text edited"),
    "partnership_request.sent": _("Sent"),
    "partnership_request.resent": _("Sent again, with a new link"),
    "partnership_request.readdressed": _("Recipient changed, with a new link"),
    "partnership_request.extended": _("End put off"),
    "partnership_request.reminder_switched": _("Automatic reminder switched"),
    "partnership_request.reminded": _("Reminder sent"),
    "partnership_request.asker_reminded": _("Whoever asked was told to remind the recipient"),
    "partnership_request.reminder_left_out": _("No automatic reminder: the recipient may not be written to now"),
    VIEWED: _("Viewed by the recipient"),
    "partnership_request.claimed": _("Another company asked to answer"),
    "partnership_request.claim_allowed": _("Another company allowed to answer"),
    "partnership_request.claim_refused": _("Another company refused"),
    "partnership_request.accepted": _("Accepted"),
    "partnership_request.declined": _("Declined"),
    "partnership_request.withdrawn": _("Withdrawn"),
    "partnership_request.expired": _("Expired"),
}


def register() -> None:
    """Declare the words. Who looked at a request is nobody's business but the recipient's."""
    for verb, text in WORDS.items():
        register_event(verb, text, named=verb != VIEWED)


def timeline_of(request: PartnershipRequest) -> list[Event]:
    """Return what has happened to a request that its provider is shown, the latest first."""
    return timeline([subject_of(request)], reader=request.provider_id)
