"""How far a request's mail has come, shown apart from the request's own state."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.mail.models import OutgoingMail
from foundation.mail.services import latest_about
from foundation.mail.state import delivery_state
from foundation.rules import Text
from foundation.ui.states import Badge
from relationships.requests.models import PartnershipRequest
from relationships.requests.querysets import with_mail_in
from relationships.requests.rates import ASKING_KINDS

Delivery, Mail = PartnershipRequest.Delivery, OutgoingMail.State
WAITING = (Mail.QUEUED, Mail.SENDING, Mail.RETRYING)

TONES = {
    OutgoingMail.State.SENT: "success",
    OutgoingMail.State.FAILED: "danger",
    OutgoingMail.State.RETRYING: "warning",
}


CHOICES: list[tuple[str, Text]] = [
    ("none", Delivery.NONE.label),
    ("waiting", _("Waiting to be sent")),
    ("sent", _("Handed to the mail server")),
    ("failed", _("Not delivered")),
    ("by_you", Delivery.BY_YOU.label),
]
"""What the list of requests can be narrowed to."""


def delivered_as(requests: QuerySet[Any], choice: str) -> QuerySet[Any]:
    """Narrow requests to one of CHOICES."""
    if choice in (Delivery.NONE, Delivery.BY_YOU):
        return requests.filter(delivery=choice)
    states = {"waiting": WAITING, "sent": (Mail.SENT,), "failed": (Mail.FAILED,)}[choice]
    return requests.filter(with_mail_in(states, ASKING_KINDS), delivery=Delivery.PORTAL)


def deliveries(requests: Sequence[PartnershipRequest]) -> Mapping[UUID, Badge]:
    """Return the delivery state of each of these requests, in one query however many they are."""
    by_portal = [each.pk for each in requests if each.delivery == PartnershipRequest.Delivery.PORTAL]
    mails = latest_about(PartnershipRequest, by_portal, kinds=ASKING_KINDS) if by_portal else {}
    return {each.pk: _badge(each, mails.get(each.pk)) for each in requests}


def _badge(request: PartnershipRequest, mail: OutgoingMail | None) -> Badge:
    if mail is None:
        return Badge(request.get_delivery_display())
    return Badge(delivery_state(mail), TONES.get(OutgoingMail.State(mail.state), "info"))
