"""The floor's tasks, for Celery to find."""

from foundation.mail.tasks import send, sweep

__all__ = ["send", "sweep"]
