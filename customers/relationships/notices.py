"""What a partner is told when another's relationship with a shared customer ends."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.relationships.models import CustomerRelationship
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify

LEFT, ENDED = "customer.reseller_left", "customer.relationship_ended"


def register() -> None:
    """Declare the words."""
    register_notice(LEFT, _("{partner} no longer serves {customer}: the customer is now without a reseller."))
    register_notice(ENDED, _("{partner} has ended its relationship with {customer}; yours through it has ended too."))


def tell_others(
    *,
    now: datetime,
    row: CustomerRelationship,
    rows: Collection[CustomerRelationship],
    ended: Collection[CustomerRelationship],
) -> None:
    """Tell the provider whose reseller has gone, or the resellers whose relationship has ended with the provider's."""
    params = {"partner": row.partner.name, "customer": row.customer.name}
    affected = [(each, ENDED, reverse("customers")) for each in ended if each is not row]
    if row.through_id:
        page = reverse("customer_account", args=[row.customer_id])
        affected += [(each, LEFT, page) for each in rows if each.partner_id == row.through_id and not each.through_id]
    for each, kind, url in affected:
        notify(now=now, tenant=each.partner.tenant, permission="customers.view", kind=kind, params=params, url=url)
