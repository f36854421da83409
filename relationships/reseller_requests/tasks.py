"""What the scheduler does for resellers' requests."""

from celery import shared_task

from foundation import clock
from relationships.reseller_requests.services import expire_reseller_requests


@shared_task(name="reseller_requests.expire")
def expire() -> None:
    """Close the requests whose time is over."""
    expire_reseller_requests(now=clock.now())
