"""Which requests of resellers a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

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

    def past_expiry(self, now: datetime) -> Self:
        """Those still kept as open although their time is over."""
        return self.filter(state=self.model.State.SENT, expires_at__lte=now)

    def with_present_state(self, now: datetime) -> Self:
        """Each with `present_state`, which counts an open one past its expiry as expired."""
        states = self.model.State
        over = When(state=states.SENT, expires_at__lte=now, then=Value(states.EXPIRED.value))
        return self.annotate(present_state=Case(over, default=F("state"), output_field=models.CharField()))
