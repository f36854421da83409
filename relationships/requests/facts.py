"""What is known of a provider about to ask, and of the company behind an address, loaded for the rules."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Membership, Tenant
from relationships.agreements.standing import standings_of
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest
from relationships.requests.rules import Asking, Tie


def asking_facts(provider: Partner, *, address: str, now: datetime) -> Asking:
    """Return what is known when `provider` is about to ask `address` (in lower case).

    Only partners of the provider are recognised behind the address: it is not told who else has an account.
    """
    earlier = PartnershipRequest.objects.open_at(now).filter(provider=provider, recipient_address=address).first()
    return Asking(
        provider=standings_of([provider.pk])[provider.pk],
        address=address,
        is_own_address=has_address(provider.tenant, address),
        open_since=day_of(earlier.created_at) if earlier else "",
        tie=tie_behind(provider, address),
    )


def is_recipient(request: PartnershipRequest, tenant: Tenant) -> bool:
    """Say whether a request is meant for this tenant.

    It is when the tenant is the partner asked, when the address asked is a verified one of a member, or when it is at
    the tenant's own domain; a free mail service says nothing about a company.
    """
    if request.recipient_partner_id:
        return bool(request.recipient_partner_id == tenant.pk)
    return has_address(tenant, request.recipient_address)


def has_address(tenant: Tenant, address: str) -> bool:
    """Say whether a mail address is at the tenant's own domain or a verified one of its members."""
    if domain_of(address) == tenant.primary_domain and not is_free_mail(address):
        return True
    members = Membership.objects.filter(tenant=tenant, ended_at=None, user__is_active=True)
    verified = members.filter(user__email__iexact=address, user__email_verified_at__isnull=False)
    return verified.exists()


def tie_between(provider: Partner, reseller_id: UUID) -> Tie:
    """Return what ties this provider to this company."""
    return _tie(provider, Q(reseller=reseller_id))


def tie_behind(provider: Partner, address: str) -> Tie:
    """Return what ties this provider to that of its resellers to whom the address belongs, if there is one."""
    people = Membership.objects.filter(
        ended_at=None, user__email__iexact=address, user__email_verified_at__isnull=False
    )
    at_domain = Q(reseller__tenant__primary_domain=domain_of(address)) if not is_free_mail(address) else Q()
    belongs = Q(reseller__tenant__in=people.values("tenant"))
    return _tie(provider, belongs | at_domain if at_domain else belongs)


def _tie(provider: Partner, which: Q) -> Tie:
    found = Partnership.objects.open().filter(which, provider=provider).select_related("reseller").first()
    return Tie(provider.name, found.reseller.name if found else "", day_of(found.since) if found else "")


def day_of(moment: datetime) -> str:
    """Return the calendar day of a moment as an ISO date."""
    return localdate(moment).isoformat()
