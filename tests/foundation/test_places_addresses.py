"""Addresses: which fields a country has, what they are called, and what is said about a wrong one."""

import re

import pytest
from django.utils import translation

from foundation.places.addresses import address_rules, check_address, state_name, tidy_address
from foundation.places.names import country_name, english_name, is_country

REDMOND = {"address_line1": "One Microsoft Way", "city": "Redmond", "state": "WA", "postal_code": "98052"}
GOOD = [
    ("US", REDMOND),
    ("US", REDMOND | {"postal_code": "98052-6399", "state": "Washington"}),
    ("CA", {"address_line1": "1 Main St", "city": "Toronto", "state": "ON", "postal_code": "m5v 2t6"}),
    (
        "AU",
        {"address_line1": "1 George St", "city": "Sydney", "state": "New South Wales", "postal_code": "2000"},
    ),
    ("CN", {"address_line1": "Nanjing Lu 1", "city": "Shanghai", "state": "上海市", "postal_code": "200000"}),
    ("MX", {"address_line1": "Reforma 1", "city": "México", "state": "CDMX", "postal_code": "06500"}),
    (
        "BR",
        {"address_line1": "Av. Paulista 1", "city": "São Paulo", "state": "sp", "postal_code": "01310-100"},
    ),
    ("GB", {"address_line1": "1 High St", "city": "London", "postal_code": "sw1a 1aa"}),
    ("UK", {"address_line1": "1 High St", "city": "London", "postal_code": "SW1A 1AA"}),
    ("DE", {"address_line1": "Hauptstr. 1", "city": "Köln", "postal_code": "50667"}),
    ("PT", {"address_line1": "Rua 1", "city": "Lisboa", "postal_code": "1000"}),
    ("PT", {"address_line1": "Rua 1", "city": "Lisboa", "postal_code": "1000-001"}),
    ("SG", {"address_line1": "1 Raffles Place", "postal_code": "048616"}),
    ("AE", {"address_line1": "Sheikh Zayed Rd", "state": "Dubai"}),
    ("XS", {"address_line1": "Fort Bay Road 1", "city": "The Bottom"}),
]


@pytest.mark.parametrize(("country", "address"), GOOD)
def test_good_addresses_pass(country: str, address: dict[str, str]) -> None:
    """As people type them: aliases, names of states, small letters."""
    assert check_address(country, address) == {}


@pytest.mark.parametrize(
    ("country", "change", "field", "message"),
    [
        ("US", {"postal_code": "9805"}, "postal_code", "Enter a ZIP code like 95014."),
        ("US", {"postal_code": ""}, "postal_code", "Enter a ZIP code like 95014."),
        ("US", {"postal_code": "10001"}, "postal_code", "10001 is no ZIP code of Washington."),
        ("US", {"state": ""}, "state", "Choose a state from the list."),
        ("US", {"state": "Bavaria"}, "state", "Choose a state from the list."),
        ("US", {"state": "PR"}, "state", "Choose a state from the list."),
        ("US", {"city": " "}, "city", "Enter the city."),
        ("US", {"address_line1": ""}, "address_line1", "Enter the street and house number."),
        ("US", {"address_line2": "x" * 201}, "address_line2", "Shorten this to 200 characters."),
        ("CA", {"state": "WA"}, "state", "Choose a province from the list."),
        ("CN", {"state": "香港"}, "state", "Choose a province from the list."),
        ("IN", {"postal_code": "12"}, "postal_code", "Enter a PIN code like 110034."),
        ("IE", {"postal_code": "12"}, "postal_code", "Enter an Eircode like A65 F4E2."),
        ("JP", {"state": ""}, "state", "Choose a prefecture from the list."),
        ("GB", {"city": ""}, "city", "Enter the town or city."),
        ("ZZ", {}, "country", "Choose a country."),
    ],
)
def test_wrong_fields_are_told_in_the_users_words(
    country: str, change: dict[str, str], field: str, message: str
) -> None:
    """Each message names what the country itself calls the field, with an example where there is one."""
    assert check_address(country, REDMOND | change)[field] == message


def test_the_united_states_have_51_states() -> None:
    """Fifty and the capital; territories are countries of their own, in other regions too (R1)."""
    keys = {key for key, _ in address_rules("US").state_choices()}
    assert len(keys) == 51
    assert "DC" in keys
    assert not keys & {"PR", "GU", "AE"}


@pytest.mark.parametrize(("country", "count"), [("CA", 13), ("AU", 9), ("CN", 31), ("MX", 32), ("BR", 27), ("DE", 0)])
def test_states_of_countries(country: str, count: int) -> None:
    """Closed lists where there is one, sorted by what is shown, stored in Latin letters."""
    rules = address_rules(country)
    choices = rules.state_choices()
    assert len(choices) == count
    assert rules.states_are_closed == bool(count)
    assert all(re.search("[A-Za-z]", key) for key, _ in choices)


def test_states_may_be_proposals_only() -> None:
    """Where the post does not ask for one, any text is taken."""
    rules = address_rules("IE")
    assert rules.states
    assert not rules.states_are_closed
    assert "state" not in check_address("IE", {"address_line1": "1 Quay", "city": "Cork", "state": "Munster"})


def test_fields_that_a_country_does_not_use_are_emptied() -> None:
    """A state left over from the country chosen before."""
    assert tidy_address("DE", REDMOND)["state"] == ""
    assert tidy_address("SG", REDMOND)["city"] == ""


def test_tidying_stores_keys_capitals_and_single_blanks() -> None:
    """What is typed and what is stored."""
    typed = {"address_line1": "  1   High St ", "city": "London", "postal_code": "sw1a 1aa"}
    assert tidy_address("gb", typed) == {
        "address_line1": "1 High St",
        "city": "London",
        "postal_code": "SW1A 1AA",
    }
    assert tidy_address("CN", {"state": "安徽省"}) == {"state": "Anhui Sheng"}
    assert tidy_address("US", {"state": "new york"}) == {"state": "NY"}


def test_every_example_fits_its_own_pattern() -> None:
    """What is told as an example must be taken."""
    for country in (country for country in ALL_COUNTRIES if address_rules(country).postal_pattern):
        rules = address_rules(country)
        assert re.fullmatch(rules.postal_pattern, rules.postal_example), country


def test_names_follow_the_readers_language() -> None:
    """Countries in the reader's language; Kosovo and the Dutch islands too."""
    assert country_name("DE", "zh-hans") == "德国"
    assert country_name("uk", "pl") == "Wielka Brytania"
    with translation.override("pl"):
        assert country_name("XK") == "Kosowo"
    assert [english_name(code) for code in ("BQ", "XE", "XS")] == ["Bonaire", "Sint Eustatius", "Saba"]
    assert country_name("DE", "tlh") == "Germany"
    assert country_name("q9") == "q9"


def test_unions_and_unknown_codes_are_no_countries() -> None:
    """The Unicode tables have more two-letter codes than there are countries."""
    assert all(is_country(code) for code in ("DE", "uk", "XK", "XS"))
    assert not any(is_country(code) for code in ("EU", "ZZ", "UN", "001", "", "D", "Q9"))


def test_a_states_name_is_shown_for_its_key() -> None:
    """Lists show names; unknown keys are shown as they are."""
    assert state_name("BR", "SP") == "São Paulo"
    assert state_name("BR", "??") == "??"


ALL_COUNTRIES = [first + second for first in map(chr, range(65, 91)) for second in map(chr, range(65, 91))]
ALL_COUNTRIES = [code for code in ALL_COUNTRIES if is_country(code)]
