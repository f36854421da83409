"""The floor's tasks, for Celery to find."""

from relationships.requests.tasks import expire

__all__ = ["expire"]
