"""The floor's tasks, for Celery to find."""

from relationships.endings.tasks import end_due, reassign
from relationships.request_batches.tasks import send as send_batch, sweep as send_unfinished_batches
from relationships.requests.tasks import expire, remind
from relationships.reseller_requests.tasks import expire as expire_reseller_requests

__all__ = [
    "end_due",
    "expire",
    "expire_reseller_requests",
    "reassign",
    "remind",
    "send_batch",
    "send_unfinished_batches",
]
