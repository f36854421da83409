"""Whether an order can be placed: every fact loaded, every rule asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from customers.accounts.models import Customer
from customers.agreements.consent import consent_of
from customers.agreements.rules import has_agreed
from customers.relationships.rules import has_relationship
from customers.relationships.ties import tie_between
from foundation.rules import Refusal, refusals
from relationships.agreements.rules import SELLER_RULES, Standing
from relationships.agreements.standing import standing_of
from relationships.partners.models import Partner
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import association_refusals
from subscriptions.catalogue.price_books import PriceBook, price_book
from subscriptions.ordering.facts import currency_of, market_of, owned_offers, wanted_lines
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.rules import LINE_RULES, MARKET_RULES, SALE_RULES, Sale


@dataclass(frozen=True)
class Decision:
    """What an order would be made of, and what speaks against it (empty: nothing)."""

    seller: Standing
    reseller: Standing | None
    book: PriceBook
    refusals: tuple[Refusal, ...]


def decide(
    *,
    seller_id: UUID,
    customer: Customer,
    lines: Sequence[OrderLineRequest],
    reseller_id: UUID | None,
    now: datetime,
) -> Decision:
    """Ask every rule about these lines for this customer (its tenant, country and market loaded)."""
    seller = standing_of(seller_id)
    book = price_book(currency=currency_of(customer.tenant.country), on=now.date())
    reseller, about_reseller = reseller_of_record(seller, reseller_id)
    found = [
        *refusals(SALE_RULES, Sale(seller, customer.name, reseller_id)),
        *refusals(SELLER_RULES, seller),
        *refusals([has_relationship], tie_between(partner=_partner(seller), customer=customer, now=now)),
        *refusals([has_agreed], consent_of(customer)),
        *about_reseller,
        *_line_refusals(book, customer, lines),
    ]
    return Decision(seller, reseller, book, tuple(found))


def reseller_of_record(seller: Standing, reseller_id: UUID | None) -> tuple[Standing | None, list[Refusal]]:
    """Return the reseller who is to earn the incentives and why it may not; R49 speaks about the seller itself."""
    if reseller_id is None or reseller_id == seller.partner_id:
        return None, []
    pair = pairs_with(seller.partner_id, [reseller_id]).get(reseller_id)
    if pair is None:
        return None, [Refusal("R10", {"provider": seller.name, "reseller": str(reseller_id)})]
    return pair.reseller, association_refusals(pair)


def _partner(seller: Standing) -> Partner:
    return Partner(pk=seller.partner_id, name=seller.name)


def _line_refusals(book: PriceBook, customer: Customer, lines: Sequence[OrderLineRequest]) -> list[Refusal]:
    if in_market := refusals(MARKET_RULES, market_of(customer, book)):
        return in_market
    facts = wanted_lines(book=book, lines=lines, owned=owned_offers(customer.pk), qualification=customer.qualification)
    return [refusal for each in facts for refusal in refusals(LINE_RULES, each)]
