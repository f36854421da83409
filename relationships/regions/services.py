"""Loading the CSP regions, their countries and currencies.

`regions.csv` has one row a country. The source's list has Brazil twice, once a commerce era; here that is one
row with two currencies (`billing_currency` for new commerce, `legacy_currency`), which are the same
everywhere else. Five countries have no currency because none is published for them. `country` is the source's
own spelling.
"""

import csv
from pathlib import Path

from django.db import transaction

from foundation.places.services import save_countries
from relationships.regions.models import Region, RegionCountry

REGIONS_FILE = Path(__file__).with_name("regions.csv")


def read_regions() -> list[dict[str, str]]:
    """Return the rows of `regions.csv`."""
    with REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_regions() -> int:
    """Bring countries, regions and currencies in line with `regions.csv`; return how many rows were written.

    Idempotent: three queries when nothing changed. What the file does not name stays as it is.
    """
    rows = read_regions()
    written = save_countries(row["iso2"] for row in rows)
    written += _save_regions({row["region_key"]: row["csp_region"] for row in rows})
    return written + _save_countries_of_regions(rows)


def _save_regions(wanted: dict[str, str]) -> int:
    known = dict(Region.objects.values_list("key", "name"))
    changed = [Region(key=key, name=name) for key, name in wanted.items() if known.get(key) != name]
    if changed:
        Region.objects.bulk_create(changed, update_conflicts=True, unique_fields=["key"], update_fields=["name"])
    return len(changed)


def _save_countries_of_regions(rows: list[dict[str, str]]) -> int:
    fields = ("region_id", "currency", "legacy_currency")
    known = {country: tuple(values) for country, *values in RegionCountry.objects.values_list("country_id", *fields)}
    wanted = {row["iso2"]: (row["region_key"], row["billing_currency"], row["legacy_currency"]) for row in rows}
    changed = [
        RegionCountry(country_id=country, **dict(zip(fields, values, strict=True)))
        for country, values in wanted.items()
        if known.get(country) != values
    ]
    if changed:
        RegionCountry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["country"],
            update_fields=["region", "currency", "legacy_currency"],
        )
    return len(changed)
