"""What the scheduler does about resellers' revenue."""

from celery import shared_task

from foundation import clock
from subscriptions.performance.services import watch_revenue_floor


@shared_task(name="resellers.watch_revenue_floor")
def watch() -> None:
    """Warn of the revenue floor and act on it."""
    watch_revenue_floor(now=clock.now())
