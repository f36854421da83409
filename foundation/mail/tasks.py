"""What wakes the outbox: each new mail, and the scheduler."""

from celery import shared_task

from foundation import clock
from foundation.background import publish
from foundation.mail.delivery import send_due, take_back
from foundation.mail.models import OutgoingMail


@shared_task(name="mail.send")
def send(mail_id: str) -> None:
    """Send this mail, and whatever else is due; nothing when somebody has sent it already."""
    if OutgoingMail.objects.due(clock.now()).filter(pk=mail_id).exists():
        _run()


@shared_task(name="mail.sweep")
def sweep() -> None:
    """Take back what dead workers held, and send all that is due: also what no wake-up ever told about."""
    take_back(clock.now())
    _run()


def _run() -> None:
    if send_due().time_is_up:
        publish("mail.sweep")
