"""Facts about partners and customers."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from customers.relationships.rules import Tie
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner


def tie_between(*, partner: Partner, customer: Customer, now: datetime) -> Tie:
    """Return what ties this partner to this customer at `now`, in one query."""
    related = CustomerRelationship.objects.filter(customer=OuterRef("pk"), partner=partner, through=None, ended_at=None)
    administers = DelegatedAdmin.objects.in_force(now).filter(granting=OuterRef("tenant"), holder=partner.pk)
    found = Customer.objects.filter(pk=customer.pk).values_list(Exists(related), Exists(administers))
    is_related, is_administered = found[0]
    return Tie(partner.name, customer.name, related=is_related, administers=is_administered)
