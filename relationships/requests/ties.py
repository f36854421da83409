"""Which of a provider's own resellers, and which of its own people, are behind mail addresses."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.timezone import localdate

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Membership, Tenant
from foundation.organisations.querysets import MembershipQuerySet
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.rules import Tie


def has_address(tenant: Tenant, address: str) -> bool:
    """Say whether a mail address is at the tenant's own domain or a verified one of its members."""
    return address.lower() in own_among(tenant, [address.lower()])


def own_among(tenant: Tenant, addresses: Collection[str]) -> set[str]:
    """Return which of these addresses (in lower case) are the tenant's own, in one query however many they are."""
    at_domain = {each for each in addresses if domain_of(each) == tenant.primary_domain and not is_free_mail(each)}
    if at_domain.issuperset(addresses):
        return at_domain
    people = verified_members(addresses).filter(tenant=tenant).values_list("user__email", flat=True)
    return at_domain | {email.lower() for email in people}


def tie_between(provider: Partner, reseller_id: UUID) -> Tie:
    """Return what ties this provider to this company."""
    found = Partnership.objects.open().filter(provider=provider, reseller=reseller_id).select_related("reseller")
    return _tie(provider, found.first())


def ties_behind(provider: Partner, addresses: Collection[str]) -> dict[str, Tie]:
    """Return what ties this provider to those of its resellers to whom these addresses (in lower case) belong.

    Two queries however many there are.
    """
    tenants: dict[str, set[UUID]] = defaultdict(set)
    for email, tenant in verified_members(addresses).values_list("user__email", "tenant"):
        tenants[email.lower()].add(tenant)
    domains = {each: domain_of(each) for each in addresses if not is_free_mail(each)}
    people = {tenant for found in tenants.values() for tenant in found}
    belongs = Q(reseller__in=people) | Q(reseller__tenant__primary_domain__in=set(domains.values()))
    rows = Partnership.objects.open().filter(belongs, provider=provider).select_related("reseller__tenant")
    by_tenant: dict[UUID, Partnership] = {}
    by_domain: dict[str, Partnership] = {}
    for row in rows.order_by("since", "pk"):
        by_tenant[row.reseller_id] = row
        by_domain[row.reseller.tenant.primary_domain] = row
    return {each: _tie(provider, _first(each, tenants, domains, by_tenant, by_domain)) for each in addresses}


def _first(
    address: str,
    tenants: dict[str, set[UUID]],
    domains: dict[str, str],
    by_tenant: dict[UUID, Partnership],
    by_domain: dict[str, Partnership],
) -> Partnership | None:
    found = [by_tenant[tenant] for tenant in tenants.get(address, ()) if tenant in by_tenant]
    if not found and domains.get(address) in by_domain:
        found = [by_domain[domains[address]]]
    return min(found, key=lambda each: (each.since, str(each.pk)), default=None)


def verified_members(addresses: Collection[str]) -> MembershipQuerySet:
    """Return the memberships of active people with one of these as their verified address; an index finds them."""
    people = Membership.objects.filter(
        ended_at=None, user__is_active=True, user__email_verified_at__isnull=False
    ).annotate(upper=Upper("user__email"))
    return people.filter(upper__in=[address.upper() for address in addresses])


def _tie(provider: Partner, found: Partnership | None) -> Tie:
    if found is None:
        return Tie(provider.name, "", "")
    return Tie(provider.name, found.reseller.name, localdate(found.since).isoformat())
