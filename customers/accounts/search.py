"""What a customer is found by."""

from foundation.organisations.models import Tenant
from foundation.sorting import sort_name

LENGTH = 600


def search_text(tenant: Tenant, bill_to: str = "") -> str:
    """Return the text in which searches look: names without accents or case, domain name and Microsoft ID."""
    names = {sort_name(tenant.name): None, sort_name(bill_to or tenant.name): None}
    return " ".join([*names, tenant.primary_domain, str(tenant.pk)])[:LENGTH]
