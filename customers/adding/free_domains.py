"""Which domain names are taken."""

from django.conf import settings

from foundation.organisations.models import Tenant


def taken_among(prefix: str) -> set[str]:
    """Return the prefixes beginning like this one that somebody has, up to the first hyphen's worth of its beginning."""
    suffix = f".{settings.DOMAIN_SUFFIX}"
    start = prefix[:20]
    domains = Tenant.objects.filter(primary_domain__startswith=start, primary_domain__endswith=suffix)
    return {domain.removesuffix(suffix) for domain in domains.values_list("primary_domain", flat=True)}
