"""Which requests of resellers a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.reseller_requests.models import ResellerRequest  # noqa: F401  in the generic parameter only


class ResellerRequestQuerySet(models.QuerySet["ResellerRequest"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own company has made or received."""
        if actor.tenant_id is None:
            return self.none()
        return self.filter(Q(reseller=actor.tenant_id) | Q(provider=actor.tenant_id))

    def open_at(self, now: datetime) -> Self:
        """Those that can still be answered."""
        return self.filter(state=self.model.State.SENT, expires_at__gt=now)
