"""What can be chosen when a customer is added."""

from uuid import UUID

from foundation.places.names import country_name
from foundation.sorting import sort_name
from relationships.agreements.readiness import named, reseller_readiness
from relationships.agreements.rules import Standing
from relationships.partnerships.pairs import partners_of
from relationships.regions.models import RegionCountry


def country_choices(region_key: str, first: str) -> list[tuple[str, str]]:
    """Return the countries of a region by name in the reader's language (R5), the seller's own before the others."""
    codes = RegionCountry.objects.filter(region=region_key).values_list("country", flat=True)
    named = sorted(((code, country_name(code)) for code in codes), key=lambda item: sort_name(item[1]))
    return sorted(named, key=lambda item: item[0] != first)


def reseller_choices(provider_id: UUID) -> list[tuple[str, str]]:
    """Return the resellers with whom a provider works, by name, with their MPN IDs and what keeps them from orders."""
    return [
        (str(key), named(_with_mpn_id(pair.reseller), reseller_readiness(pair.reseller)))
        for key, pair in partners_of(provider_id).items()
    ]


def _with_mpn_id(reseller: Standing) -> str:
    return f"{reseller.name} (ID: {reseller.mpn_id})" if reseller.mpn_id else reseller.name
