"""Throwing away drafts that nobody finished."""

from celery import shared_task

from foundation import clock
from subscriptions.onboarding.services import discard_expired_drafts


@shared_task(name="onboarding.discard_expired_drafts")
def discard_drafts() -> int:
    """Delete what has expired; the scheduler asks every hour."""
    return discard_expired_drafts(now=clock.now())
