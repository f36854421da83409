"""Which customer relationships a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from customers.relationships.models import CustomerRelationship  # noqa: F401  named in the generic parameter only


class CustomerRelationshipQuerySet(models.QuerySet["CustomerRelationship"]):
    """Relationships by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """The open ones of one's own tenant, as the partner."""
        return self.filter(partner=actor.tenant_id, ended_at=None) if actor.tenant_id else self.none()

    def own_first(self) -> Self:
        """A partner's own relationship with a customer before one through a provider."""
        return self.order_by(F("through").asc(nulls_first=True), "pk")
