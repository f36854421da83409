"""The primary domain of a new partner's tenant."""

from django.conf import settings
from django.utils.text import slugify

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Tenant


def domain_for(*, company: str, address: str) -> str:
    """Return a free domain: that of the company's own mail addresses, else one made of its name under DOMAIN_SUFFIX."""
    own = domain_of(address)
    if own and not is_free_mail(address) and not is_taken(own):
        return own
    stem = slugify(company).replace("-", "")[:40] or "partner"
    number, wanted = 1, f"{stem}.{settings.DOMAIN_SUFFIX}"
    while is_taken(wanted):
        number += 1
        wanted = f"{stem}{number}.{settings.DOMAIN_SUFFIX}"
    return wanted


def is_taken(domain: str) -> bool:
    """Say whether a tenant has this primary domain."""
    return Tenant.objects.filter(primary_domain=domain.lower()).exists()
