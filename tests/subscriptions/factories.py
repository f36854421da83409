"""Offers, prices and orders for tests."""

import uuid
from decimal import Decimal
from itertools import count
from typing import Any

from customers.accounts.models import Customer
from relationships.partners.models import Partner
from subscriptions.catalogue.models import CommercePolicy, Offer, Price, PriceList
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.services import place_order
from subscriptions.orders.models import Order
from tests.customers.factories import NOW, actor_of

_numbers = count(1)


def make_policy(key: str = "new-commerce") -> CommercePolicy:
    """Make the seven-day policy, or the free one of legacy commerce."""
    days = 7 if key == "new-commerce" else None
    policy, _made = CommercePolicy.objects.get_or_create(
        key=key,
        defaults={"name": key, "cancel_days": days, "reduce_days": days, "suspended_is_billed": days is not None},
    )
    return policy


def make_price_list(currency: str = "EUR", *, sample: bool = True) -> PriceList:
    """Make a price list that is valid since the beginning of the year."""
    found, _made = PriceList.objects.get_or_create(
        currency=currency, valid_from="2026-01-01", defaults={"name": "Sample list", "is_sample": sample}
    )
    return found


def make_offer(name: str = "Microsoft 365 Business Basic", *, price: str = "5.60", **fields: Any) -> Offer:
    """Make an offer with a monthly and an annual plan in euros."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"CFQ7TTC0{number:04d}:0001",
        "name": name,
        "sort_name": name.casefold(),
        "category": "Small business",
        "publisher": "Microsoft Corporation",
        "unit_type": "Licenses",
        "billing": Offer.Billing.LICENSE,
        "maximum": 300,
        "cycles": ["monthly", "annual"],
        "terms": ["P1M", "P1Y"],
        "policy": make_policy(),
    }
    offer = Offer.objects.create(**{**values, **fields})
    for term, cycle, unit_price in (("P1Y", "monthly", Decimal(price)), ("P1Y", "annual", Decimal(price) * 12)):
        Price.objects.create(price_list=make_price_list(), offer=offer, term=term, cycle=cycle, unit_price=unit_price)
    return offer


def line(offer: Offer, quantity: int = 10, *, term: str = "P1Y", cycle: str = "monthly") -> OrderLineRequest:
    """Want so many licences of an offer."""
    return OrderLineRequest(offer.pk, quantity, term, cycle)


def order(
    seller: Partner,
    customer: Customer,
    *lines: OrderLineRequest,
    reseller: Partner | None = None,
    submission: uuid.UUID | None = None,
) -> Order:
    """Place an order through the service."""
    return place_order(
        actor=actor_of(seller),
        now=NOW,
        customer=customer,
        submission=submission or uuid.uuid4(),
        lines=lines,
        reseller_id=reseller.pk if reseller else None,
    )
