"""What a customer's admin sees of its own company: partners, subscriptions and who supports what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from relationships.delegation.models import DelegatedAdmin
from relationships.profiles.models import SupportProfile
from subscriptions.subscriptions.models import Subscription


@dataclass(frozen=True)
class OwnPartner:
    """A partner of the customer. `through` is empty for one that sells itself; `rights` are None where it has none.

    `support` is how it wants to be reached; None where it has not said so.
    """

    name: str
    through: str
    since: datetime
    rights: DelegatedAdmin | None
    support: SupportProfile | None


@dataclass(frozen=True)
class Overview:
    """Everything the page shows."""

    customer: Customer
    country: str
    partners: list[OwnPartner]
    subscriptions: list[Subscription]


def overview_of(actor: Actor, customer: Customer, now: datetime) -> Overview:
    """Return the overview of the actor's own company, in three queries."""
    rights = {each.holder_id: each for each in DelegatedAdmin.objects.visible_to(actor).in_force(now)}
    subscriptions = Subscription.objects.visible_to(actor).exclude(status=Subscription.Status.DELETED)
    return Overview(
        customer=customer,
        country=country_name(customer.tenant.country_id),
        partners=partners_of(customer.pk, rights),
        subscriptions=list(
            subscriptions.filter(customer=customer)
            .select_related("offer", "seller", "support_contact", "reseller")
            .order_by("sort_name", "id")
        ),
    )


def partners_of(customer_id: UUID, rights: dict[UUID, DelegatedAdmin]) -> list[OwnPartner]:
    """Return every partner that has an open relationship with a customer, by name."""
    rows = CustomerRelationship.objects.filter(customer=customer_id, ended_at=None)
    return [
        OwnPartner(
            name=row.partner.name,
            through=row.through.name if row.through else "",
            since=row.created_at,
            rights=rights.get(row.partner_id),
            support=getattr(row.partner, "support_profile", None),
        )
        for row in rows.select_related("partner__support_profile", "through").order_by("partner__sort_name", "pk")
    ]
