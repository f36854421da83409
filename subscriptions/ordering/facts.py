"""The facts that decide about an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from customers.accounts.models import Customer
from foundation.places.models import Country
from subscriptions.catalogue.models import Offer
from subscriptions.catalogue.price_books import OfferForSale, PriceBook
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.rules import Market, WantedLine
from subscriptions.subscriptions.models import Subscription


@dataclass(frozen=True)
class Owned:
    """How many subscriptions of one offer a customer has: active ones, those not deleted, and all there ever were."""

    active: int
    present: int
    ever: int


def owned_offers(customer_id: UUID) -> dict[str, Owned]:
    """Return what a customer has of each offer, in one query."""
    present = ~Q(status=Subscription.Status.DELETED)
    rows = (
        Subscription.objects.filter(customer=customer_id)
        .values("offer")
        .annotate(
            active=Count("pk", filter=Q(status=Subscription.Status.ACTIVE)),
            present=Count("pk", filter=present),
            ever=Count("pk"),
        )
    )
    return {row["offer"]: Owned(row["active"], row["present"], row["ever"]) for row in rows}


def wanted_lines(
    *, book: PriceBook, lines: Sequence[OrderLineRequest], owned: Mapping[str, Owned], qualification: str
) -> list[WantedLine]:
    """Return the facts of each line; `owned` is empty for a customer who does not exist yet."""
    names = {each.offer.pk: each.offer.name for each in book.offers.values()}
    wanted = {line.offer_id for line in lines}
    bases_there = wanted | {offer_id for offer_id, has in owned.items() if has.active}
    return [
        _wanted_line(
            line=line,
            for_sale=book.offers.get(line.offer_id),
            counted=_counted(line.offer_id, book, owned) + sum(each.offer_id == line.offer_id for each in lines[:number]),
            bases_there=bases_there,
            names=names,
            qualification=qualification,
        )
        for number, line in enumerate(lines)
    ]


def _wanted_line(
    *,
    line: OrderLineRequest,
    for_sale: OfferForSale | None,
    counted: int,
    bases_there: set[str],
    names: Mapping[str, str],
    qualification: str,
) -> WantedLine:
    if for_sale is None:
        return WantedLine(
            line.offer_id, line.offer_id, line.quantity, 1, line.quantity, None, 0, False, False, "", line.plan.label, False
        )
    offer = for_sale.offer
    return WantedLine(
        offer_id=offer.pk,
        offer=offer.name,
        quantity=line.quantity,
        minimum=offer.minimum,
        maximum=offer.maximum,
        limit=offer.limit,
        counted=counted,
        needs_base=offer.is_addon,
        has_base=bool(for_sale.bases & bases_there),
        bases=", ".join(sorted(names.get(each, each) for each in for_sale.bases)),
        plan=line.plan.label,
        priced=line.plan in for_sale.prices and is_for(offer, qualification),
    )


def is_for(offer: Offer, qualification: str) -> bool:
    """Say whether an offer's segment is open to a customer of this qualification."""
    return offer.segment == "commercial" or offer.segment == qualification


def _counted(offer_id: str, book: PriceBook, owned: Mapping[str, Owned]) -> int:
    if offer_id not in book.offers or offer_id not in owned:
        return 0
    has = owned[offer_id]
    lifetime = book.offers[offer_id].offer.limit_unit == Offer.LimitUnit.LIFETIME
    return has.ever if lifetime else has.present


def currency_of(country: Country) -> str:
    """Return the currency billed in a country (its market loaded), or an empty string where none is published."""
    market = getattr(country, "market", None)
    return market.currency if market else ""


def market_of(customer: Customer, book: PriceBook) -> Market:
    """Return the facts of a customer's market."""
    return Market(customer.tenant.country.name, book.currency, has_prices=bool(book.offers))
