"""Which batches of requests a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.request_batches.models import RequestBatch  # noqa: F401  named in the generic parameter only


class RequestBatchQuerySet(models.QuerySet["RequestBatch"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()
