"""Who an order is for: what counts of a customer, or of one that is only drafted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from customers.accounts.models import Customer
from foundation.places.models import Country
from foundation.places.names import country_name
from subscriptions.subscriptions.models import Subscription


@dataclass(frozen=True)
class Owned:
    """How many subscriptions of one offer a customer has: active ones, those not deleted, and all there ever were."""

    active: int
    present: int
    ever: int


@dataclass(frozen=True)
class Buyer:
    """A customer as an order sees it. `currency` is empty where none is published; `owned` is by offer id.

    `organisation_id` is the company and its affiliates, None for one that is only drafted; `in_csp` says that its
    tenant is one with which a partner transacts, `is_reseller` that it is the seller's reseller.
    """

    name: str
    country: str
    currency: str
    qualification: str
    agreed: bool
    related: bool
    owned: Mapping[str, Owned] = field(default_factory=dict)
    organisation_id: int | None = None
    in_csp: bool = False
    is_reseller: bool = False


def buyer_of(customer: Customer, *, agreed: bool, related: bool, in_csp: bool, is_reseller: bool) -> Buyer:
    """Return what counts of a customer (its tenant, country and market loaded), in one query."""
    return Buyer(
        name=customer.name,
        country=country_name(customer.tenant.country_id),
        currency=currency_of(customer.tenant.country),
        qualification=customer.qualification,
        agreed=agreed,
        related=related,
        owned=owned_offers(customer.pk),
        organisation_id=customer.tenant.organisation_id,
        in_csp=in_csp,
        is_reseller=is_reseller,
    )


def currency_of(country: Country) -> str:
    """Return the currency billed in a country (its market loaded), or an empty string where none is published."""
    market = getattr(country, "market", None)
    return market.currency if market else ""


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
