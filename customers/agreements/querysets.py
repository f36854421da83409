"""Which customer agreements a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from customers.relationships.models import CustomerRelationship
from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from customers.accounts.models import Customer
    from customers.agreements.models import CustomerAgreement  # noqa: F401  named in the generic parameter only


class CustomerAgreementQuerySet(models.QuerySet["CustomerAgreement"]):
    """Agreements by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of customers with whom one's own tenant has an open relationship, and one's own company's."""
        if actor.tenant_id is None:
            return self.none()
        tie = CustomerRelationship.objects.visible_to(actor).filter(customer=OuterRef("customer"))
        return self.filter(Q(customer=actor.tenant_id) | Exists(tie))

    def attested(self, customer: "Customer") -> bool:
        """Say whether one of this customer's is on record as accepted, in one query."""
        return self.filter(customer=customer, state="attested").exists()
