"""The facts of the lines of an order."""

from collections.abc import Mapping, Sequence

from subscriptions.catalogue.models import Offer
from subscriptions.catalogue.price_books import OfferForSale, PriceBook
from subscriptions.ordering.buyers import Buyer
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.rules import Market, WantedLine


def market_of(buyer: Buyer, book: PriceBook) -> Market:
    """Return the facts of a buyer's market."""
    return Market(buyer.country, buyer.currency, has_prices=bool(book.offers))


def wanted_lines(*, book: PriceBook, lines: Sequence[OrderLineRequest], buyer: Buyer) -> list[WantedLine]:
    """Return the facts of each line, in the order of the lines."""
    names = {each.offer.pk: each.offer.name for each in book.offers.values()}
    bases_there = {line.offer_id for line in lines} | {key for key, has in buyer.owned.items() if has.active}
    facts = []
    for number, line in enumerate(lines):
        for_sale = book.offers.get(line.offer_id)
        if for_sale is None:
            facts.append(_unknown(line))
            continue
        earlier = sum(each.offer_id == line.offer_id for each in lines[:number])
        counted = _counted(for_sale.offer, buyer) + earlier
        facts.append(_wanted(line, for_sale, buyer=buyer, counted=counted, bases_there=bases_there, names=names))
    return facts


def is_for(offer: Offer, qualification: str) -> bool:
    """Say whether an offer's segment is open to a customer of this qualification."""
    return offer.segment in ("commercial", qualification)


def _wanted(
    line: OrderLineRequest,
    for_sale: OfferForSale,
    *,
    buyer: Buyer,
    counted: int,
    bases_there: set[str],
    names: Mapping[str, str],
) -> WantedLine:
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
        priced=line.plan in for_sale.prices and is_for(offer, buyer.qualification),
    )


def _unknown(line: OrderLineRequest) -> WantedLine:
    """Return the facts of a line whose offer is not in the price list: nothing more is known of it."""
    return WantedLine(
        offer_id=line.offer_id,
        offer=line.offer_id,
        quantity=line.quantity,
        minimum=line.quantity,
        maximum=line.quantity,
        limit=None,
        counted=0,
        needs_base=False,
        has_base=False,
        bases="",
        plan=line.plan.label,
        priced=False,
    )


def _counted(offer: Offer, buyer: Buyer) -> int:
    """Return how many of the buyer's subscriptions count against the offer's limit."""
    has = buyer.owned.get(offer.pk)
    if has is None:
        return 0
    return has.ever if offer.limit_unit == Offer.LimitUnit.LIFETIME else has.present
