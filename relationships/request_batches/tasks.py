"""What workers and the scheduler do for lists of requests."""

from uuid import UUID

from celery import shared_task

from foundation import clock
from relationships.request_batches.services import SEND, send_batch, send_unfinished


@shared_task(name=SEND)
def send(batch_id: str) -> None:
    """Send one list."""
    send_batch(batch_id=UUID(batch_id), now=clock.now())


@shared_task(name="partnership_requests.unfinished_batches")
def sweep() -> None:
    """Go on with lists whose worker died, or of which no wake-up ever told."""
    send_unfinished(now=clock.now())
