"""Which delegated administration a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.delegation.models import DelegatedAdmin  # noqa: F401  named in the generic parameter only


class DelegatedAdminQuerySet(models.QuerySet["DelegatedAdmin"]):
    """Delegated administration by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """What one's own tenant has given or holds, ended rows included."""
        if actor.tenant_id is None:
            return self.none()
        return self.filter(Q(granting=actor.tenant_id) | Q(holder=actor.tenant_id))

    def in_force(self, now: datetime) -> Self:
        """What holds at `now`."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), ended_at=None)
