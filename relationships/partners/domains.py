"""The primary domain of a new partner's tenant."""

import secrets

from django.conf import settings
from django.utils.text import slugify

from foundation.mail_addresses import domain_of, is_at, is_free_mail
from foundation.organisations.models import Tenant


def domain_for(*, company: str, address: str) -> str:
    """Return a free domain: that of the company's own mail addresses, else one made of its name under DOMAIN_SUFFIX.

    A domain under DOMAIN_SUFFIX is never taken from an address: those are the portal's to give.
    """
    if own := _free_domain_of(address):
        return own
    stem = _stem(company)
    number, wanted = 1, f"{stem}.{settings.DOMAIN_SUFFIX}"
    while is_taken(wanted):
        number += 1
        wanted = f"{stem}{number}.{settings.DOMAIN_SUFFIX}"
    return wanted


def domain_for_applicant(*, company: str, address: str) -> str:
    """Return a free domain for a company that nobody has checked yet.

    Like `domain_for`, but what is made of the name carries a random tail: nobody gets the plain name of another
    company under DOMAIN_SUFFIX by writing it into a form.
    """
    if own := _free_domain_of(address):
        return own
    return f"{_stem(company)}-{secrets.token_hex(4)}.{settings.DOMAIN_SUFFIX}"


def is_taken(domain: str) -> bool:
    """Say whether a tenant has this primary domain."""
    return Tenant.objects.filter(primary_domain=domain.lower()).exists()


def _free_domain_of(address: str) -> str:
    """Return the domain of the address if it can be a company's own and is free, else nothing."""
    own = domain_of(address)
    is_own = bool(own) and not is_free_mail(address) and not is_at(address, settings.DOMAIN_SUFFIX)
    return own if is_own and not is_taken(own) else ""


def _stem(company: str) -> str:
    return slugify(company).replace("-", "")[:40] or "partner"
