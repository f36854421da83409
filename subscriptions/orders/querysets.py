"""Which orders a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from subscriptions.orders.models import Order  # noqa: F401  named in the generic parameter only


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own tenant has placed: a reseller sees subscriptions, not orders and prices."""
        return self.filter(seller=actor.tenant_id) if actor.tenant_id else self.none()
