"""Which partnership requests a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.requests.models import PartnershipRequest  # noqa: F401  named in the generic parameter only


class PartnershipRequestQuerySet(models.QuerySet["PartnershipRequest"]):
    """Requests by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own tenant has made. A recipient comes by the link, which `links.request_behind` resolves."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()

    def open_at(self, now: datetime) -> Self:
        """Those that can still be answered."""
        return self.filter(state__in=self.model.OPEN, expires_at__gt=now)

    def past_expiry(self, now: datetime) -> Self:
        """Those still kept as open although their time is over."""
        return self.filter(state__in=self.model.OPEN, expires_at__lte=now)

    def with_present_state(self, now: datetime) -> Self:
        """Each with `present_state`, which counts an open one past its expiry as expired."""
        return self.annotate(present_state=self._present_state(now))

    def counts_by_state(self, now: datetime) -> dict[str, int]:
        """How many are in each present state; states without any are not in the answer."""
        stated = self.annotate(present_state=self._present_state(now)).order_by()
        return dict(stated.values_list("present_state").annotate(models.Count("pk")))

    def _present_state(self, now: datetime) -> Case:
        over = Q(state__in=self.model.OPEN, expires_at__lte=now)
        expired = When(over, then=Value(self.model.State.EXPIRED.value))
        return Case(expired, default=F("state"), output_field=models.CharField())
