"""What somebody wants to order, and what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.money import round_money
from subscriptions.catalogue.models import Offer
from subscriptions.catalogue.price_books import Plan, PriceBook
from subscriptions.orders.models import OrderLine


@dataclass(frozen=True)
class OrderLineRequest:
    """One offer, how many licences of it, for which term and billed how often."""

    offer_id: str
    quantity: int
    term: str
    cycle: str

    @property
    def plan(self) -> Plan:
        """The plan wanted."""
        return Plan(self.term, self.cycle)


@dataclass(frozen=True)
class QuotedLine:
    """A line with its price: `amount` is what one billing of it comes to, before tax."""

    offer: Offer
    quantity: int
    plan: Plan
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ShownLine:
    """A line as pages show it."""

    name: str
    quantity: int
    plan: str
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """Lines with their prices; `total` is the first billing of all of them, before tax."""

    currency: str
    lines: tuple[QuotedLine, ...]
    total: Decimal


def quote(book: PriceBook, lines: Iterable[OrderLineRequest]) -> Quote:
    """Price these lines. Raises KeyError for an offer or a plan that the book does not have."""
    quoted = []
    for line in lines:
        for_sale = book.offers[line.offer_id]
        price = for_sale.prices[line.plan]
        amount = round_money(price * line.quantity, book.currency)
        quoted.append(QuotedLine(for_sale.offer, line.quantity, line.plan, price, amount))
    return Quote(book.currency, tuple(quoted), sum((each.amount for each in quoted), Decimal(0)))


def shown(priced: Quote) -> list[ShownLine]:
    """Return quoted lines as pages show them."""
    return [
        ShownLine(line.offer.name, line.quantity, line.plan.label, line.unit_price, line.amount)
        for line in priced.lines
    ]


def shown_again(lines: Iterable[OrderLine]) -> list[ShownLine]:
    """Return the lines of a placed order as pages show them."""
    return [
        ShownLine(
            line.offer_name,
            line.quantity,
            Plan(line.term, line.cycle).label,
            line.unit_price,
            round_money(line.unit_price * line.quantity, line.currency),
        )
        for line in lines
    ]


def priced(book: PriceBook, lines: Sequence[OrderLineRequest]) -> list[OrderLineRequest]:
    """Return those lines that the book still has a price for."""
    return [line for line in lines if line.offer_id in book.offers and line.plan in book.offers[line.offer_id].prices]
