"""The floor's tasks, where the worker looks for them."""

from subscriptions.onboarding.tasks import discard_drafts
from subscriptions.performance.tasks import watch

__all__ = ["discard_drafts", "watch"]
