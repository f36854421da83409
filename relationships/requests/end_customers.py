"""Which of the addresses a provider wants to ask belong to its own end customers (R31)."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Tenant
from relationships.partners.models import Partner
from relationships.partnerships.end_customers import end_customers_among
from relationships.requests.ties import verified_members


def end_customers_behind(provider: Partner, addresses: Iterable[str]) -> dict[str, str]:
    """Return the names of this provider's end customers by those of these addresses (in lower case) that are theirs.

    Three queries however many there are. An address belongs to a tenant when it is at the tenant's own domain or a
    verified one of a member. Somebody with an account at another tenant too may accept with that one, so it is no
    obstacle. The provider learns of its own customers only.
    """
    tenants = _tenants_behind(set(addresses))
    ids = {tenant for found in tenants.values() for tenant in found}
    customers = {tenant for _seller, tenant in end_customers_among([provider.pk], ids)}
    return {
        address: next(iter(found.values())) for address, found in tenants.items() if found and found.keys() <= customers
    }


def _tenants_behind(addresses: set[str]) -> dict[str, dict[UUID, str]]:
    """Return the tenants to which these addresses belong, by address."""
    found: dict[str, dict[UUID, str]] = defaultdict(dict)
    domains: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        if not is_free_mail(address):
            domains[domain_of(address)].append(address)
    rows = Tenant.objects.filter(primary_domain__in=domains.keys() - {""}, deactivated_at=None)
    for tenant, name, domain in rows.values_list("pk", "name", "primary_domain"):
        for address in domains[domain]:
            found[address][tenant] = name
    people = verified_members(addresses).values_list("tenant", "tenant__name", "user__email")
    for tenant, name, address in people:
        found[address.lower()][tenant] = name
    return found
