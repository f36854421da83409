"""What whoever has sent a list is told when all of it is done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from relationships.request_batches.models import RequestBatch

FINISHED = "request_batch.finished"


def register() -> None:
    """Declare the words of the notice."""
    register_notice(FINISHED, _("Your list is done: {sent} of {lines} partnership requests are sent."))


def tell_finished(*, now: datetime, batch: RequestBatch, sent: int, lines: int) -> None:
    """Leave a notice for whoever has sent the list."""
    notify(
        now=now,
        tenant=batch.provider.tenant,
        permission="partnerships.request",
        kind=FINISHED,
        params={"sent": sent, "lines": lines},
        url=reverse("request_batch", kwargs={"batch_id": batch.pk}),
        only=batch.started_by,
    )
