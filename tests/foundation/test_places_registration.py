"""Company registration numbers (R8) and phone numbers."""

import re

import pytest

from foundation.places.phones import check_phone
from foundation.places.registration import (
    REGISTRATIONS,
    check_registration,
    registration_fits,
    registration_for,
    registration_required,
    tidy_registration,
)

MANDATORY = [
    "AM",
    "AZ",
    "BY",
    "BR",
    "HU",
    "IN",
    "IQ",
    "KZ",
    "KG",
    "MD",
    "MM",
    "PL",
    "RU",
    "SA",
    "ZA",
    "SS",
    "TJ",
    "TH",
    "TR",
    "UA",
    "AE",
    "UZ",
    "VE",
    "VN",
]


def test_the_number_is_mandatory_in_exactly_24_countries() -> None:
    """The list of the dossier, no more and no fewer."""
    assert sorted(code for code in REGISTRATIONS if registration_required(code)) == sorted(MANDATORY)
    assert not registration_required("DE")
    assert not registration_required("US")
    assert not registration_required("CN")


@pytest.mark.parametrize("country", sorted(REGISTRATIONS))
def test_each_sample_fits_and_near_misses_do_not(country: str) -> None:
    """The sample that people are shown is taken; the same with a character too many or too few is not."""
    sample = REGISTRATIONS[country].sample
    assert registration_fits(country, sample)
    assert registration_fits(country, f" {sample.lower()} ")
    assert not registration_fits(country, sample[:-2])
    assert not registration_fits(country, f"{sample}-99999999")
    assert check_registration(country, sample) is None


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("RU", "7707083893"), ("RU", "500100732259"), ("BR", "12345678000195"), ("BR", "12.ABC.345/01DE-35"),
        ("PL", "5260300724"), ("PL", "PL526-03-00-724"), ("HU", "12345678241"), ("VN", "0101234567"),
        ("UA", "1234567890"), ("VE", "J123456789"), ("SA", "1234567890"), ("ZA", "2015/123456/07"),
        ("DE", "HRB 12345 B"),
    ],
)  # fmt: skip
def test_other_ways_of_writing_fit(country: str, number: str) -> None:
    """With and without separators, and both lengths where there are two."""
    assert registration_fits(country, number)


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("RU", "77070838931"),
        ("BR", "123"),
        ("IN", "12345ABCDE"),
        ("DE", "x" * 41),
        ("DE", "<b>"),
        ("FR", "№ 5"),
    ],
)
def test_wrong_numbers_do_not_fit(country: str, number: str) -> None:
    """Another length, another order, or characters that no register uses."""
    assert not registration_fits(country, number)


def test_messages_name_the_number_and_show_one() -> None:
    """Missing, wrong, and wrong where nothing is known of the country."""
    missing = check_registration("BR", " ")
    assert missing == "Enter the company registration number (CNPJ) like 12.345.678/0001-95: it is mandatory in Brazil."
    assert check_registration("KZ", "12") == "This is no BIN/IIN of Kazakhstan. It looks like 050140004567."
    assert re.search("at most 40", check_registration("DE", "?") or "")


def test_elsewhere_the_number_may_be_left_out() -> None:
    """Also where its form is known."""
    assert check_registration("DE", "") is None
    assert check_registration("US", "") is None
    assert check_registration("US", "nonsense") is not None
    assert registration_for("DE") is None


def test_numbers_are_stored_in_capitals_without_blanks() -> None:
    """So that the same number is found again."""
    assert tidy_registration(" j-123 45678-9 ") == "J-12345678-9"


@pytest.mark.parametrize(
    ("country", "phone"),
    [
        ("US", "425-555-0100"), ("US", "(425) 555-0100"), ("US", "1 425 555 0100"), ("US", "+1 425-555-0100"),
        ("DE", "+49 30 901820"), ("DE", "030/901820"), ("CN", "+86 (21) 6160-1234"), ("DE", ""), ("US", " "),
    ],
)  # fmt: skip
def test_good_phone_numbers_pass(country: str, phone: str) -> None:
    """As people write them; empty where nobody asks."""
    assert check_phone(country, phone) is None


@pytest.mark.parametrize(
    ("country", "phone"),
    [
        ("US", "555-0100"),
        ("US", "+49 30 901820"),
        ("DE", "123"),
        ("DE", "call me"),
        ("DE", "+()-. ()-."),
        ("DE", "1" * 21),
    ],
)
def test_wrong_phone_numbers_are_told(country: str, phone: str) -> None:
    """Too short, too long, of another country's form, no number at all."""
    assert check_phone(country, phone)


def test_a_missing_phone_number_names_the_country_that_wants_it() -> None:
    """R8 wants one in the 24 countries."""
    assert check_phone("BR", "", required=True) == "Enter a phone number: companies in Brazil need one."
