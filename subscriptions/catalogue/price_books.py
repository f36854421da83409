"""What can be bought in a currency on a day, with its prices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from subscriptions.catalogue.models import Cycle, Offer, Price, PriceList, Term


@dataclass(frozen=True, order=True)
class Plan:
    """How long a purchase commits and how often it is billed."""

    term: str
    cycle: str

    @property
    def key(self) -> str:
        """The form's value."""
        return f"{self.term}:{self.cycle}"

    @property
    def label(self) -> str:
        """The plan in the reader's language."""
        return f"{Term(self.term).label} · {Cycle(self.cycle).label}"


def plan_from(key: str) -> Plan:
    """Return the plan a form names. Raises ValueError if there is none."""
    term, _, cycle = key.partition(":")
    return Plan(Term(term).value, Cycle(cycle).value)


@dataclass(frozen=True)
class OfferForSale:
    """An offer with the plans it has a price for, cheapest commitment first, and the offers it needs as a base."""

    offer: Offer
    prices: dict[Plan, Decimal]
    bases: frozenset[str]


@dataclass(frozen=True)
class PriceBook:
    """The offers of one price list, by offer id, in the order of category and name; empty without a valid list."""

    currency: str
    price_list: PriceList | None
    offers: dict[str, OfferForSale]

    @property
    def is_sample(self) -> bool:
        """Whether the prices are examples only."""
        return bool(self.price_list and self.price_list.is_sample)


def price_book(*, currency: str, on: date) -> PriceBook:
    """Return what is for sale in `currency` on a day, in one query."""
    valid = PriceList.objects.filter(currency=currency, valid_from__lte=on).order_by("-valid_from")
    needs = Offer.prerequisites.through.objects.filter(from_offer_id=OuterRef("offer_id"))
    prices = (
        Price.objects.filter(price_list=Subquery(valid.values("pk")[:1]), offer__is_available=True)
        .select_related("price_list", "offer__policy")
        .annotate(bases=ArraySubquery(needs.values("to_offer_id")))
        .order_by("offer__category", "offer__sort_name", "offer_id")
    )
    return _bound(currency, prices)


def _bound(currency: str, prices: Iterable[Price]) -> PriceBook:
    price_list: PriceList | None = None
    offers: dict[str, OfferForSale] = {}
    for price in prices:
        price_list = price.price_list
        for_sale = offers.setdefault(
            price.offer_id,
            OfferForSale(price.offer, {}, frozenset(price.bases)),  # type: ignore[attr-defined]  # annotated above
        )
        for_sale.prices[Plan(price.term, price.cycle)] = price.unit_price
    for for_sale in offers.values():
        ordered = sorted(for_sale.prices.items(), key=lambda item: _rank(item[0]))
        for_sale.prices.clear()
        for_sale.prices.update(ordered)
    return PriceBook(currency, price_list, offers)


def _rank(plan: Plan) -> tuple[int, int]:
    return Term.values.index(plan.term), Cycle.values.index(plan.cycle)
