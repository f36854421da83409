"""What the scheduler does for requests."""

from celery import shared_task

from foundation import clock
from relationships.requests.services import expire_requests


@shared_task(name="partnership_requests.expire")
def expire() -> None:
    """Close the requests whose time is over."""
    expire_requests(now=clock.now())
