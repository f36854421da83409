"""What workers and the scheduler do for the ends of partnerships."""

from celery import shared_task

from foundation import clock
from relationships.endings import reassignment
from relationships.endings.services import REASSIGN, carry_out_due


@shared_task(name="partnerships.end_due")
def end_due() -> None:
    """Carry out the ends whose day has come, and go on with every reassignment that is not finished."""
    carry_out_due(now=clock.now())
    reassignment.reassign_all(now=clock.now())


@shared_task(name=REASSIGN)
def reassign(ending_id: str) -> None:
    """Hand over what one ended partnership leaves."""
    reassignment.reassign(ending_id=int(ending_id), now=clock.now())
