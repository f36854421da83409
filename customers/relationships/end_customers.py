"""What is known of a company as an end customer: is it a CSP partner, the seller itself, its reseller? (R28-R31)"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from customers.relationships.models import CustomerRelationship
from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Tenant
from relationships.partners.models import Enrolment
from relationships.partners.querysets import EnrolmentQuerySet
from relationships.partnerships.models import Partnership

IN_CSP = (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)
"""States of an enrolment in which a tenant is used for CSP transactions."""


@dataclass(frozen=True)
class KnownTenant:
    """A tenant on record, as far as selling to it is concerned."""

    id: UUID
    name: str
    domain: str
    organisation_id: int
    in_csp: bool


def end_customer_pairs(seller_ids: Collection[UUID], tenant_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of these tenants are end customers of which of these sellers, in one query."""
    own = CustomerRelationship.objects.filter(ended_at=None, through=None)
    return set(own.filter(partner__in=seller_ids, customer__in=tenant_ids).values_list("partner", "customer"))


def tenants_known_by(*, domain: str, address: str, number: str, country: str) -> list[KnownTenant]:
    """Return the tenants on record behind what somebody types of a new customer, in one query.

    They have the domain, are where the mail address is at home (free mail says nothing), or are a partner with the
    same company registration number in the same country.
    """
    domains = {domain} | ({domain_of(address)} if not is_free_mail(address) else set())
    which = Q(primary_domain__in=domains - {""})
    if number:
        which |= Q(partner__legal_profile__registration_number=number, country=country)
    return _known(which)


def relatives_of(partner_id: UUID, customer_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these customers are the partner or an affiliate of it, to which it sells nothing (R30)."""
    own = Tenant.objects.filter(pk__in=customer_ids, organisation__tenants=partner_id)
    return set(own.values_list("pk", flat=True))


def besides_customer(tenant: str, *, seller_id: UUID) -> dict[str, Exists]:
    """Return what a query is annotated with to learn what the tenants in its field `tenant` are besides customers.

    `in_csp`: a partner transacts with the tenant. `is_reseller`: it is the seller's reseller now.
    """
    resellers = Partnership.objects.open().filter(provider=seller_id, reseller=OuterRef(tenant))
    return {"in_csp": Exists(_enrolled(tenant)), "is_reseller": Exists(resellers)}


def _enrolled(tenant: str) -> EnrolmentQuerySet:
    return Enrolment.objects.filter(partner=OuterRef(tenant), state__in=IN_CSP)


def _known(which: Q) -> list[KnownTenant]:
    rows = Tenant.objects.filter(which, deactivated_at=None).annotate(in_csp=Exists(_enrolled("pk"))).order_by("pk")
    return [KnownTenant(*row) for row in rows.values_list("pk", "name", "primary_domain", "organisation", "in_csp")]
