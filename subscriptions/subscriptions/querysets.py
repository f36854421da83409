"""Which subscriptions a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from customers.relationships.models import CustomerRelationship
from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from subscriptions.subscriptions.models import Subscription  # noqa: F401  named in the generic parameter only


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those sold by one's own tenant, those of customers one serves through their seller, and one's company's."""
        if actor.tenant_id is None:
            return self.none()
        served = CustomerRelationship.objects.visible_to(actor).filter(
            customer=OuterRef("customer"), through=OuterRef("seller")
        )
        return self.filter(Q(seller=actor.tenant_id) | Q(customer=actor.tenant_id) | Exists(served))
