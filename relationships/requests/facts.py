"""What is known of a provider about to ask, and of the company behind an address, loaded for the rules."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from foundation.organisations.models import Tenant
from relationships.agreements.standing import standings_of
from relationships.partners.models import Partner
from relationships.requests.blocked import blocked_among
from relationships.requests.end_customers import end_customers_behind
from relationships.requests.models import PartnershipRequest
from relationships.requests.rates import too_many_until, too_often_until
from relationships.requests.rules import Asking, Extending, Rate, Stage
from relationships.requests.ties import has_address, own_among, ties_behind


def asking_facts(
    provider: Partner, *, address: str, now: datetime, request: PartnershipRequest | None = None
) -> Asking:
    """Return what is known when `provider` is about to ask `address` (in lower case), or to send it `request` again."""
    return asking_facts_of(provider, [address], now, request=request)[address]


def asking_facts_of(
    provider: Partner, addresses: Collection[str], now: datetime, *, request: PartnershipRequest | None = None
) -> dict[str, Asking]:
    """Return what is known when `provider` is about to ask these addresses (in lower case), by address.

    A constant number of queries however many there are. Only partners of the provider are recognised behind an
    address: it is not told who else has an account. `request` is the open one that is about to go there: it is no
    other request, and the mails about it count.
    """
    open_ones = PartnershipRequest.objects.open_at(now).filter(provider=provider, recipient_address__in=addresses)
    others = open_ones.exclude(pk=request.pk) if request else open_ones
    earlier = dict(others.values_list("recipient_address", "created_at"))
    standing = standings_of([provider.pk])[provider.pk]
    too_many = "" if request else too_many_until(provider.pk, now)
    too_often = too_often_until(provider.pk, addresses, now, also_about=request)
    own = own_among(provider.tenant, addresses)
    blocked = blocked_among(provider.pk, addresses)
    customers = end_customers_behind(provider, addresses)
    ties = ties_behind(provider, addresses)
    return {
        address: Asking(
            provider=standing,
            address=address,
            is_own_address=address in own,
            open_since=day_of(earlier[address]) if address in earlier else "",
            blocked_since=day_of(blocked[address]) if address in blocked else "",
            end_customer=customers.get(address, ""),
            rate=Rate(provider.name, address, too_many, too_often.get(address, "")),
            tie=ties[address],
        )
        for address in addresses
    }


def stage_of(request: PartnershipRequest, now: datetime) -> Stage:
    """Return where a request stands for its own provider."""
    by_portal = request.delivery == PartnershipRequest.Delivery.PORTAL
    return Stage(request.recipient_company, request.state_at(now).value, by_portal)


def extending_of(request: PartnershipRequest, until: date, now: datetime) -> Extending:
    """Return what is known when the end of a request is about to be put off to a day."""
    latest = localdate(now) + timedelta(days=settings.PARTNERSHIP_REQUEST_LONGEST_DAYS)
    return Extending(request.recipient_company, localdate(request.expires_at), until, latest)


def is_recipient(request: PartnershipRequest, tenant: Tenant) -> bool:
    """Say whether a request is meant for this tenant.

    It is when the tenant is the partner asked, when the address asked is a verified one of a member, or when it is at
    the tenant's own domain; a free mail service says nothing about a company.
    """
    if request.recipient_partner_id:
        return bool(request.recipient_partner_id == tenant.pk)
    return has_address(tenant, request.recipient_address)


def day_of(moment: datetime) -> str:
    """Return the calendar day of a moment as an ISO date."""
    return localdate(moment).isoformat()
