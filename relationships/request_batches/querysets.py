"""Which batches of requests a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.request_batches.models import BatchRow, RequestBatch  # noqa: F401  in generic parameters only


class RequestBatchQuerySet(models.QuerySet["RequestBatch"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()

    def unfinished(self) -> Self:
        """Those that have been started and have rows left."""
        return self.filter(started_at__isnull=False, finished_at=None)

    def with_counts(self) -> Self:
        """Each with `ready_count`, `refused_count` and `sent_count` of its rows."""
        states = {
            f"{state}_count": Count("rows", filter=Q(rows__state=state)) for state in ("ready", "refused", "sent")
        }
        return self.annotate(**states)


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        return self.filter(batch__provider=actor.tenant_id) if actor.tenant_id else self.none()

    def ready(self) -> Self:
        """Those that are to be sent."""
        return self.filter(state=self.model.State.READY)
