"""Whether an order can be placed: every fact loaded, every rule asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from customers.agreements.rules import Consent, has_agreed
from customers.relationships.rules import END_CUSTOMER_RULES, EndCustomer, Tie, has_relationship, is_no_relative
from foundation.organisations.actor import Actor
from foundation.rules import Refusal, refusals
from relationships.agreements.rules import SELLER_RULES, Standing
from relationships.agreements.standing import standing_of
from relationships.partners.roles import PROVIDER
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import (
    Channel,
    DoubleRole,
    Pair,
    association_refusals,
    is_no_reseller,
    sells_through_a_reseller,
    unknown_reseller,
)
from subscriptions.catalogue.price_books import PriceBook, price_book
from subscriptions.ordering.buyers import Buyer
from subscriptions.ordering.facts import market_of, wanted_lines
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.rules import LINE_RULES, MARKET_RULES, SALE_RULES, Sale


@dataclass(frozen=True)
class Decision:
    """What an order would be made of, and what speaks against it (nothing, when both are empty).

    `closed` speaks against any order for this buyer, `refusals` against these lines and this reseller.
    """

    seller: Standing
    reseller: Standing | None
    book: PriceBook
    closed: tuple[Refusal, ...]
    refusals: tuple[Refusal, ...]


def decide(
    *, seller_id: UUID, buyer: Buyer, lines: Sequence[OrderLineRequest], reseller_id: UUID | None, now: datetime
) -> Decision:
    """Ask every rule about these lines for this buyer."""
    pair = pairs_with(seller_id, [reseller_id]).get(reseller_id) if reseller_id else None
    seller = pair.provider if pair else standing_of(seller_id)
    book = price_book(currency=buyer.currency, on=now.date())
    closed = closed_because(seller=seller, buyer=buyer, book=book)
    reseller, about_reseller = reseller_of_record(seller, reseller_id, pair, buyer)
    about_sale = refusals(SALE_RULES, Sale(seller, buyer.name, reseller_id))
    about_lines = [] if closed else line_refusals(book=book, lines=lines, buyer=buyer)
    return Decision(seller, reseller, book, tuple(closed), (*about_sale, *about_reseller, *about_lines))


def closed_because(*, seller: Standing, buyer: Buyer, book: PriceBook) -> list[Refusal]:
    """Return why this seller can order nothing at all for this buyer."""
    tie = Tie(seller.name, buyer.name, related=buyer.related, administers=False)
    return [
        *refusals(SELLER_RULES, seller),
        *refusals(END_CUSTOMER_RULES, end_customer(seller, buyer)),
        *refusals([is_no_reseller], DoubleRole(seller.name, buyer.name, buyer.is_reseller, is_end_customer=True)),
        *refusals([has_relationship], tie),
        *refusals([has_agreed], Consent(buyer.name, buyer.agreed)),
        *refusals(MARKET_RULES, market_of(buyer, book)),
    ]


def channel_warnings(actor: Actor, *, names_reseller: bool) -> list[Refusal]:
    """Return the warning for a provider that sells without a reseller: it may, and is told what is usual."""
    seller = actor.tenant.name if actor.tenant else ""
    return refusals([sells_through_a_reseller], Channel(seller, PROVIDER in actor.kinds, names_reseller))


def end_customer(partner: Standing, buyer: Buyer) -> EndCustomer:
    """Return what a buyer on record is besides a customer, seen from one of the partners that sell to it."""
    related = buyer.organisation_id == partner.organisation_id
    relative = partner.name if related else ""
    return EndCustomer(partner.name, buyer.name, buyer.in_csp, known_by="", own_use=False, relative=relative)


def reseller_of_record(
    seller: Standing, reseller_id: UUID | None, pair: Pair | None, buyer: Buyer
) -> tuple[Standing | None, list[Refusal]]:
    """Return the reseller who is to earn the incentives and why it may not; R49 speaks about the seller itself."""
    if reseller_id is None or reseller_id == seller.partner_id:
        return None, []
    if pair is None:
        return None, [unknown_reseller(seller.name)]
    return pair.reseller, record_refusals(pair, buyer)


def record_refusals(pair: Pair, buyer: Buyer) -> list[Refusal]:
    """Return why this reseller may not be the one of record for this buyer; it sells to no affiliate either (R30)."""
    return association_refusals(pair) + refusals([is_no_relative], end_customer(pair.reseller, buyer))


def line_refusals(*, book: PriceBook, lines: Sequence[OrderLineRequest], buyer: Buyer) -> list[Refusal]:
    """Return what speaks against each of these lines."""
    facts = wanted_lines(book=book, lines=lines, buyer=buyer)
    return [refusal for each in facts for refusal in refusals(LINE_RULES, each)]
