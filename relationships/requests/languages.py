"""In which language to write to an address."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import CharField, F, Func, Q, Value

from foundation.mail_addresses import domain_of, is_free_mail
from relationships.partners.models import Partner
from relationships.requests.models import PartnershipRequest

COUNTRY_LANGUAGES = {"pl": "pl", "ru": "ru", "cn": "zh-hans"}
"""What is read in the countries of these top-level domains."""

USUAL = "en"


def language_for(provider: Partner, addresses: Collection[str]) -> dict[str, str]:
    """Return the language of the mail to each of these addresses (in lower case), in one query however many they are.

    It is the one this provider last wrote in to the address, else to its domain (unless that is a free mail service),
    else that of the country the address names at its end, else English.
    """
    domains = {address: domain_of(address) for address in addresses if not is_free_mail(address)}
    domain = Func(F("recipient_address"), Value("@"), Value(2), function="split_part", output_field=CharField())
    earlier = (
        PartnershipRequest.objects.filter(provider=provider)
        .annotate(domain=domain)
        .filter(Q(recipient_address__in=addresses) | Q(domain__in=set(domains.values())))
        .order_by("recipient_address", "-created_at", "-pk")
        .distinct("recipient_address")
        .values_list("recipient_address", "domain", "language", "created_at")
    )
    by_address, by_domain = {}, {}
    for address, at, language, _when in sorted(earlier, key=lambda row: row[3]):
        by_address[address] = by_domain[at] = language
    offered = {code for code, _name in settings.MAIL_LANGUAGES}
    found = {
        address: by_address.get(address) or by_domain.get(domains.get(address, "")) or _of_country(address)
        for address in addresses
    }
    return {address: language if language in offered else USUAL for address, language in found.items()}


def _of_country(address: str) -> str:
    """Return what is read where the address says it is."""
    return COUNTRY_LANGUAGES.get(domain_of(address).rpartition(".")[2], USUAL)
