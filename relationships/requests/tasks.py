"""What the scheduler does for requests."""

from celery import shared_task

from foundation import clock
from relationships.requests.reminders import remind_due
from relationships.requests.services import expire_requests


@shared_task(name="partnership_requests.expire")
def expire() -> None:
    """Close the requests whose time is over."""
    expire_requests(now=clock.now())


@shared_task(name="partnership_requests.remind")
def remind() -> None:
    """Remind of the requests whose time is over soon."""
    remind_due(now=clock.now())
