"""Who is told of an order."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.relationships.models import CustomerRelationship
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from subscriptions.orders.models import Order

PLACED = "order-placed"


def register() -> None:
    """Make the words known."""
    register_notice(PLACED, _("{seller} ordered subscriptions for your customer {customer}: {lines}."))


def tell_about_order(*, now: datetime, order: Order, lines: list[str]) -> None:
    """Leave a notice for the people of the resellers who serve the customer through the seller."""
    served = CustomerRelationship.objects.filter(customer=order.customer_id, through=order.seller_id, ended_at=None)
    for relationship in served.select_related("partner__tenant", "through").order_by("pk"):
        notify(
            now=now,
            tenant=relationship.partner.tenant,
            permission="subscriptions.view",
            kind=PLACED,
            params={"seller": str(relationship.through), "customer": order.customer.name, "lines": ", ".join(lines)},
            url=reverse("customer_subscriptions", args=[order.customer_id]),
        )
