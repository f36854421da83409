"""Which customers a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from customers.accounts.models import Customer, Tag  # noqa: F401  named in the generic parameter only


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those with whom one's own tenant has an open relationship, and one's own company."""
        if actor.tenant_id is None:
            return self.none()
        relationships = self.model._meta.apps.get_model("customers", "CustomerRelationship")._default_manager
        tie = relationships.filter(customer=OuterRef("pk"), partner=actor.tenant_id, ended_at=None)
        return self.filter(Q(pk=actor.tenant_id) | Exists(tie))


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company: other partners do not see them."""
        return self.filter(partner=actor.tenant_id) if actor.tenant_id else self.none()
