"""What may be ordered, by whom and for whom (R33, R47-R49, R52, R57)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule
from relationships.agreements.rules import Standing
from relationships.partners.programmes import Programme


@dataclass(frozen=True)
class Sale:
    """Who sells to whom, and which reseller is to earn the incentives."""

    seller: Standing
    customer: str
    reseller_id: UUID | None


@dataclass(frozen=True)
class WantedLine:
    """One offer somebody wants, with what the catalogue and the customer's subscriptions say about it.

    `counted` is how many subscriptions count against the offer's limit, the other lines of this order included;
    `plan` is the term and billing frequency, `priced` whether the customer's price list has it.
    """

    offer_id: str
    offer: str
    quantity: int
    minimum: int
    maximum: int
    limit: int | None
    counted: int
    needs_base: bool
    has_base: bool
    bases: str
    plan: str
    priced: bool


@rule(
    "R47",
    statement=_("Only an indirect provider or a direct-bill partner orders, buys add-ons and sells."),
    source="source 003; dossier, new subscriptions",
    refusal=_("{partner} is neither an indirect provider nor a direct-bill partner, so it cannot order."),
    remedy=_("Ask the indirect provider of {customer} to order."),
    api_code="1002",
)
def seller_may_sell(facts: Sale) -> Params | None:
    """Refuse everybody else, resellers first of all."""
    if facts.seller.programmes & {Programme.INDIRECT_PROVIDER, Programme.DIRECT_BILL}:
        return None
    return {"partner": facts.seller.name, "customer": facts.customer}


@rule(
    "R49",
    statement=_("The MPN ID on an order line is a reseller's, never the seller's own."),
    source="dossier, order lines; error 2072",
    refusal=_("{partner} sells this itself and cannot also be the reseller for incentives."),
    remedy=_("Choose a reseller you work with, or none."),
    api_code="2072",
)
def reseller_is_not_the_seller(facts: Sale) -> Params | None:
    """Refuse the seller's own ID as reseller of record."""
    return {"partner": facts.seller.name} if facts.reseller_id == facts.seller.partner_id else None


@rule(
    "offer-for-sale",
    statement=_("What is ordered is for sale to this customer, with a plan that has a price in its currency."),
    source="dossier, offers and price lists; error 800004",
    refusal=_("{offer} is not for sale to this customer as {plan}."),
    remedy=_("Choose another plan or another offer from the catalog."),
    api_code="800004",
)
def is_for_sale(facts: WantedLine) -> Params | None:
    """Refuse an offer or a plan that the customer's price list does not have."""
    return None if facts.priced else {"offer": facts.offer, "plan": facts.plan}


@rule(
    "R48",
    statement=_("The number of licenses lies between the offer's minimum and maximum."),
    source="dossier, offers; error 2002",
    refusal=_("{offer} is sold from {minimum} to {maximum} at a time, not {quantity}."),
    remedy=_("Enter a number from {minimum} to {maximum}."),
    api_code="2002",
)
def quantity_fits(facts: WantedLine) -> Params | None:
    """Refuse too few and too many."""
    if facts.minimum <= facts.quantity <= facts.maximum:
        return None
    return {
        "offer": facts.offer,
        "minimum": facts.minimum,
        "maximum": facts.maximum,
        "quantity": facts.quantity,
    }


@rule(
    "R48-limit",
    statement=_("A customer has at most as many subscriptions of an offer as the offer's limit says, now or ever."),
    source="dossier, offers; error 27006",
    refusal=_("A customer can have {offer} {limit} times; with this order it would be {counted}."),
    remedy=_("Leave {offer} out; licenses can be added to the subscription that is there."),
    api_code="27006",
)
def limit_is_kept(facts: WantedLine) -> Params | None:
    """Refuse one subscription too many; deleted ones count for lifetime limits only."""
    if facts.limit is None or facts.counted < facts.limit:
        return None
    return {"offer": facts.offer, "limit": facts.limit, "counted": facts.counted + 1}


@rule(
    "R52",
    statement=_("An add-on needs an active base subscription, owned already or in the same order."),
    source="dossier, add-ons; error 800029",
    refusal=_("{offer} is an add-on and needs one of: {bases}."),
    remedy=_("Order one of them together with it."),
    api_code="800029",
)
def has_base(facts: WantedLine) -> Params | None:
    """Refuse an add-on on its own."""
    return {"offer": facts.offer, "bases": facts.bases} if facts.needs_base and not facts.has_base else None


SALE_RULES = (seller_may_sell, reseller_is_not_the_seller)
"""What must hold of the parties of an order, besides their standings, their tie and the customer's agreement."""

LINE_RULES = (is_for_sale, quantity_fits, limit_is_kept, has_base)
"""What must hold of each line."""


@dataclass(frozen=True)
class Submission:
    """Whether an order was placed with this submission for another customer."""

    used_elsewhere: bool


@rule(
    "submission-once",
    statement=_("A submission belongs to one order."),
    source="dossier, carts; error 800065",
    refusal=_("This order form has been used for another customer."),
    remedy=_("Open New subscription again from the customer's page."),
    api_code="800065",
)
def submission_is_fresh(facts: Submission) -> Params | None:
    """Refuse a form that was carried over from another customer."""
    return {} if facts.used_elsewhere else None


@dataclass(frozen=True)
class Market:
    """Where a customer is, and whether there are prices in its currency."""

    country: str
    currency: str
    has_prices: bool


@rule(
    "currency",
    statement=_("Orders are placed in the currency of the customer's country, which must be published."),
    source="dossier, regions",
    refusal=_("No billing currency is published for {country}, so nothing can be priced there."),
    remedy=_("The customer can be added now; order once a currency has been published for {country}."),
)
def has_currency(facts: Market) -> Params | None:
    """Refuse a country without a currency."""
    return None if facts.currency else {"country": facts.country}


@rule(
    "price-list",
    statement=_("Orders are placed at the prices of a price list that is valid on the day."),
    source="dossier, price lists",
    refusal=_("There is no valid price list in {currency}, the currency of {country}."),
    remedy=_("An operator imports a price list in {currency}; then the catalog can be ordered from."),
)
def has_price_list(facts: Market) -> Params | None:
    """Refuse a currency without a valid price list."""
    if not facts.currency or facts.has_prices:
        return None
    return {"country": facts.country, "currency": facts.currency}


MARKET_RULES = (has_currency, has_price_list)
"""What must hold of the customer's market."""

R33 = kept(
    "R33",
    statement=_("A customer's record exists before anything is sold to it, billed or supported."),
    source="dossier, new customers",
    kept_by="subscriptions.orders.models.Order",
)
R57 = kept(
    "R57",
    statement=_("Carts and drafts expire after seven days; repeating a checkout places no second order."),
    source="dossier, carts; error 800065",
    kept_by="subscriptions.ordering.services.place_order",
)
