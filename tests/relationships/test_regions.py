"""The CSP regions: the right data (dossier annex A, R4), loaded once however often."""

from collections import Counter

import pytest
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries

from foundation.places.models import Country
from foundation.places.names import is_country
from relationships.regions.models import Region, RegionCountry
from relationships.regions.services import load_regions, read_regions

ROWS = read_regions()
COUNTRIES = {
    "Africa": 47,
    "Asia and Pacific": 18,
    "Australia": 21,
    "Brazil": 1,
    "Canada": 2,
    "China": 1,
    "Europe": 45,
    "India": 1,
    "Japan": 1,
    "Korea, Republic of": 1,
    "Latin America and the Caribbean": 53,
    "Middle East, Central Europe, and Eastern Europe": 44,
    "New Zealand": 3,
    "Taiwan": 1,
    "United States": 5,
}
OUTSIDE = {"BY", "CU", "EH", "IR", "KP", "RU", "SD", "SY"}
"""ISO countries in which the programme does not exist."""


def test_r04_each_region_has_its_number_of_countries() -> None:
    """The counts of the source, 244 in all."""
    assert Counter(row["csp_region"] for row in ROWS) == COUNTRIES
    assert sum(COUNTRIES.values()) == 244


def test_every_country_has_one_code_and_one_region() -> None:
    """Codes are unique; regions have one key each, made from their name."""
    assert len({row["iso2"] for row in ROWS}) == len({row["country"] for row in ROWS}) == len(ROWS) == 244
    assert all(is_country(row["iso2"]) for row in ROWS)
    assert all(row["region_key"] == slugify(row["csp_region"]) for row in ROWS)


def test_the_codes_are_those_of_iso_with_three_user_assigned_ones() -> None:
    """With the eight countries outside, the 249 of ISO 3166-1, plus Kosovo, Sint Eustatius and Saba."""
    codes = {row["iso2"] for row in ROWS}
    assert len(codes - {"XK", "XE", "XS"}) + len(OUTSIDE) == 249
    assert not codes & OUTSIDE


def test_brazil_has_a_currency_for_each_commerce_era() -> None:
    """BRL in new commerce, USD in legacy; elsewhere both are the same."""
    two = {row["iso2"]: (row["billing_currency"], row["legacy_currency"]) for row in ROWS}
    assert two.pop("BR") == ("BRL", "USD")
    assert all(new == legacy for new, legacy in two.values())


def test_five_countries_have_no_currency() -> None:
    """None is published for them."""
    without = {row["iso2"] for row in ROWS if not row["billing_currency"]}
    assert without == {"VA", "KN", "BA", "MK", "PS"}


@pytest.mark.parametrize(
    ("code", "region", "currency"),
    [("DE", "Europe", "EUR"), ("GB", "Europe", "GBP"), ("GI", "Europe", "GBP"), ("FO", "Europe", "DKK"),
     ("SJ", "Europe", "NOK"), ("SE", "Europe", "SEK"), ("CH", "Europe", "CHF"), ("GL", "Europe", "EUR"),
     ("UA", "Middle East, Central Europe, and Eastern Europe", "USD"),
     ("PR", "Latin America and the Caribbean", "USD"),
     ("CD", "Africa", "USD"), ("CG", "Africa", "USD"),
     ("XK", "Middle East, Central Europe, and Eastern Europe", "USD"),
     ("KR", "Korea, Republic of", "KRW"), ("WS", "New Zealand", "NZD"), ("UM", "United States", "USD")],
)  # fmt: skip
def test_countries_stand_in_their_region_with_their_currency(code: str, region: str, currency: str) -> None:
    """Some that are easily mistaken."""
    row = next(row for row in ROWS if row["iso2"] == code)
    assert (row["csp_region"], row["billing_currency"]) == (region, currency)


@pytest.mark.django_db
def test_loading_writes_everything_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """15 regions, 244 countries; the second time nothing, in a handful of queries."""
    assert load_regions() == 244 + 15 + 244
    assert (Region.objects.count(), RegionCountry.objects.count()) == (15, 244)
    with django_assert_num_queries(5):  # three reads between savepoint and release
        assert load_regions() == 0


@pytest.mark.django_db
def test_loading_repairs_what_differs_and_leaves_the_rest() -> None:
    """A wrong name, a wrong currency, a wrong region; and a country that the file does not know."""
    load_regions()
    Country.objects.filter(pk="DE").update(name="Teutonia")
    Country.objects.create(code="RU", name="Russia")
    RegionCountry.objects.filter(pk="DE").update(currency="XXX", region="africa")
    assert load_regions() == 2
    germany = RegionCountry.objects.select_related("country").get(pk="DE")
    assert (germany.country.name, germany.currency, germany.region_id) == ("Germany", "EUR", "europe")
    assert Country.objects.filter(pk="RU").exists()
