"""What a customer is found by."""

from foundation.organisations.models import Tenant
from foundation.sorting import sort_name

LENGTH = 600


def search_text(tenant: Tenant) -> str:
    """Return the text in which searches look: name without accents or case, domain name and Microsoft ID."""
    return f"{sort_name(tenant.name)} {tenant.primary_domain} {tenant.pk}"[:LENGTH]
