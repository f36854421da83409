"""How far a request's mail has come, shown apart from the request's own state."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from foundation.mail.models import OutgoingMail
from foundation.mail.services import latest_about
from foundation.mail.state import delivery_state
from foundation.ui.states import Badge
from relationships.requests.links import KIND
from relationships.requests.models import PartnershipRequest

TONES = {
    OutgoingMail.State.SENT: "success",
    OutgoingMail.State.FAILED: "danger",
    OutgoingMail.State.RETRYING: "warning",
}


def deliveries(requests: Sequence[PartnershipRequest]) -> Mapping[UUID, Badge]:
    """Return the delivery state of each of these requests, in one query however many they are."""
    by_portal = [each.pk for each in requests if each.delivery == PartnershipRequest.Delivery.PORTAL]
    mails = latest_about(PartnershipRequest, by_portal, kinds=(KIND,)) if by_portal else {}
    return {each.pk: _badge(each, mails.get(each.pk)) for each in requests}


def _badge(request: PartnershipRequest, mail: OutgoingMail | None) -> Badge:
    if mail is None:
        return Badge(request.get_delivery_display())
    return Badge(delivery_state(mail), TONES.get(OutgoingMail.State(mail.state), "info"))
