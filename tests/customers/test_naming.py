"""Company names, contact addresses and domain prefixes (R39, R37)."""

import re

import pytest
from hypothesis import given, strategies as st

from customers.naming.company_names import company_name_problems, is_legal_form
from customers.naming.domains import LONGEST, PATTERN, DomainPrefix, alternatives, prefix_fits, suggest_prefix
from customers.naming.emails import ContactAddress, email_problems

PREFIXES = st.from_regex(PATTERN, fullmatch=True)
WARNING = "Please make sure your company name is correct."


@pytest.mark.parametrize("name", ["A", " 9 ", "中", "", "   ", "\t", "---", "&&&", "!?", "..."])
def test_r39_names_that_are_no_names_are_refused(name: str) -> None:
    """A single character, blanks, special characters only."""
    error, warning = company_name_problems(name)
    assert error
    assert error.code == "R39"
    assert warning is None
    assert error.remedy == "Enter the full name of the company as it is registered."


@pytest.mark.parametrize(
    "name",
    ["llc", "Inc.", "Corp", "corporation", "Incorporated", "LTD.", "Limited", "llp", "PLC", "GmbH", "Kft.",
     "zrt", "OOO", "S.A.R.L.", "lda", "W.L.L", "PTY", "Pty Ltd", "Pte. Ltd.", "pvt", "Pvt. Ltd.",
     "Private Limited", "Sdn Bhd", "Sdn. Bhd.", "C.P.A.", "c p a", "l l c"],
)  # fmt: skip
def test_r39_legal_form_alone_is_refused(name: str) -> None:
    """However it is dotted and spaced; no warning besides."""
    error, warning = company_name_problems(name)
    assert error
    assert error.code == "R39-legal-form"
    assert warning is None
    assert name in error.text


@pytest.mark.parametrize(
    "name", ["Contoso.com", "www.fabrikam.org Ltd", "Club.club", "999", "aAa", "1 2 3", "A B", "Shop.online"]
)
def test_r39_names_that_look_like_a_slip_are_taken_with_a_warning(name: str) -> None:
    """Generic top-level domains, one character repeated, single characters with blanks."""
    error, warning = company_name_problems(name)
    assert error is None
    assert warning
    assert warning.startswith(WARNING)


@pytest.mark.parametrize(
    "name",
    ["Contoso", "Contoso Ltd", "Contoso.de", "contoso.com.de", "3M", "HP", "99", "Łódź Software", "株式会社",
     "OOO Romashka",      "A B Foods", "J. Doe & Co.", "Compass.compare", "AAAB", "Dr. Organic"],
)  # fmt: skip
def test_good_company_names_pass_without_a_word(name: str) -> None:
    """Domains of countries are tolerated; short names are names."""
    assert company_name_problems(name) == (None, None)


def test_a_legal_form_is_recognised_alone_only() -> None:
    """It may be part of a name."""
    assert is_legal_form("P.L.C.")
    assert not is_legal_form("Contoso PLC")
    assert not is_legal_form("")


def contact(address: str, *, education: bool = False) -> ContactAddress:
    """Return the facts of a customer added by Northlight."""
    domains = frozenset({"northlight.example", "northlight.onmicrosoft.com"})
    return ContactAddress(address, "Northlight", domains, education)


@pytest.mark.parametrize("address", ["a@microsoft.com", "a@MICROSOFT.com", "a@uk.microsoft.com"])
def test_r39_microsoft_addresses_are_refused(address: str) -> None:
    """Nobody there is a customer's contact."""
    assert [each.code for each in email_problems(contact(address))] == ["R39-microsoft"]


@pytest.mark.parametrize(
    "address", ["a@northlight.example", "A@mail.Northlight.example", "a@northlight.onmicrosoft.com"]
)
def test_r39_own_domain_of_the_partner_is_refused(address: str) -> None:
    """The partner's people are not the customer's."""
    refused = email_problems(contact(address))
    assert [each.code for each in refused] == ["R39-own-domain"]
    assert "Northlight" in refused[0].text
    assert "Northlight" in refused[0].remedy


@pytest.mark.parametrize("address", ["dean@gmail.com", "dean@yahoo.fr", "dean@uni.onmicrosoft.com"])
def test_r39_education_customers_use_their_own_domain(address: str) -> None:
    """Free mail and onmicrosoft.com are for others."""
    assert [each.code for each in email_problems(contact(address, education=True))] == ["R39-education"]
    assert email_problems(contact(address)) == []


@pytest.mark.parametrize("address", ["ann@contoso.example", "ann@notmicrosoft.com", "ann@gmail.com"])
def test_good_contact_addresses_pass(address: str) -> None:
    """Look-alikes are nobody's."""
    assert email_problems(contact(address)) == []


@pytest.mark.parametrize("prefix", ["a", "contoso", "Contoso", " contoso ", "a1", "my-company", "a" * 27])
def test_r37_form_takes_letters_digits_and_inner_hyphens(prefix: str) -> None:
    """Capitals are taken for small letters."""
    assert prefix_fits.check(DomainPrefix(prefix)) is None


@pytest.mark.parametrize("prefix", ["", "1abc", "-abc", "abc-", "a b", "a.b", "a_b", "łódź", "a" * 28, "contoso\n.com"])
def test_r37_form_refuses_everything_else(prefix: str) -> None:
    """With what may be used."""
    refusal = prefix_fits.check(DomainPrefix(prefix))
    assert refusal
    assert refusal.code == "R37-form"
    assert "1 to 27" in refusal.remedy


@pytest.mark.parametrize(
    ("company", "prefix"),
    [("Żółw & Søn Ltd", "zolwson"), ("Contoso Pty. Ltd.", "contoso"), ("Straße GmbH", "strasse"),
     ("3M", "co-3m"),      ("株式会社", "company"), ("Ltd", "ltd"), ("Ærø S.A.R.L.", "aero"), ("", "company"),
     ("The Very Long Company Name Of Somebody", "theverylongcompanynameofsom")],
)  # fmt: skip
def test_prefixes_are_suggested_from_names(company: str, prefix: str) -> None:
    """Accents off, legal form off, a letter first, cut to length."""
    assert suggest_prefix(company) == prefix


@given(st.text())
def test_every_suggestion_fits(company: str) -> None:
    """Whatever a company is called."""
    assert prefix_fits.check(DomainPrefix(suggest_prefix(company))) is None


@given(PREFIXES, st.integers(0, 30))
def test_alternatives_fit_and_are_never_taken(prefix: str, crowd: int) -> None:
    """Even when the first many are taken."""
    taken = {prefix, *alternatives(prefix, (), how_many=crowd)}
    found = alternatives(prefix, taken)
    assert len(set(found)) == 3
    assert not set(found) & taken
    assert all(re.fullmatch(PATTERN, each) and len(each) <= LONGEST for each in found)


def test_alternatives_for_something_unfit_start_from_a_suggestion() -> None:
    """What was typed need not fit."""
    assert alternatives("Łódź Soft!", {"lodzsoft-group"}) == [
        "lodzsoft-cloud",
        "lodzsoft-online",
        "lodzsoft2",
    ]
