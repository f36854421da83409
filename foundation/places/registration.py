"""Company registration numbers by country (R8): where one is mandatory, what it is called and how it looks.

The 24 countries and the names of their numbers are Partner Center's; it prints no formats, so the patterns
are ours, from what the countries themselves publish. They take the separators people write. A number names a
business, never a person.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.places.names import canonical_country, country_name

ELSEWHERE = re.compile(r"[0-9A-Z][0-9A-Z ./\-]{0,39}")
"""What is taken where no format is known."""


@dataclass(frozen=True)
class Registration:
    """The number of one country: `label` is its local name, `sample` one that fits, `required` says R8."""

    country: str
    label: str
    sample: str
    pattern: str
    required: bool = True


REGISTRATIONS = {
    each.country: each
    for each in (
        Registration("AM", "INN", "02534561", r"\d{8}"),
        Registration("AZ", "INN", "1300456781", r"\d{10}"),
        Registration("BY", "UNP", "190456782", r"\d{9}"),
        Registration(
            "BR", "CNPJ", "12.345.678/0001-95", r"[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?\d{2}"
        ),
        Registration("HU", "TIN", "12345678-2-41", r"\d{8}-?[1-5]-?\d{2}"),
        Registration("IN", "PAN", "AAACB1234C", r"[A-Z]{5}\d{4}[A-Z]"),
        Registration("IQ", "TIN", "900345612", r"\d{9,10}"),
        Registration("KZ", "BIN/IIN", "050140004567", r"\d{12}"),
        Registration("KG", "INN", "01207201910046", r"\d{14}"),
        Registration("MD", "IDNO", "1003600045678", r"\d{13}"),
        Registration("MM", "TIN", "123456789", r"\d{9}"),
        Registration("PL", "TIN", "526-03-00-724", r"(PL)?(\d{10}|\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3})"),
        Registration("RU", "INN", "7707083893", r"\d{10}|\d{12}"),
        Registration("SA", "TIN", "300123456700003", r"\d{10}|3\d{13}3"),
        Registration("ZA", "TRN", "9012345678", r"[01239]\d{9}|\d{4}/\d{6}/\d{2}"),
        Registration("SS", "TIN", "100234567", r"\d{9}"),
        Registration("TJ", "INN", "010012345", r"\d{9}"),
        Registration("TH", "TIN", "0105536012345", r"\d{13}|\d-\d{4}-\d{5}-\d{2}-\d"),
        Registration("TR", "TIN", "1234567890", r"\d{10}"),
        Registration("UA", "EDRPOU", "12345678", r"\d{8}|\d{10}"),
        Registration("AE", "VAT/Tax ID", "100123456700003", r"\d{15}|\d{3}-\d{4}-\d{4}-\d{4}"),
        Registration("UZ", "INN", "201234567", r"\d{9}"),
        Registration("VE", "RIF", "J-12345678-9", r"[CEGJPV]-?\d{8}-?\d"),
        Registration("VN", "TIN", "0101234567-001", r"\d{10}(-?\d{3})?"),
        # Named in Partner Center's table, but not mandatory.
        Registration("CN", "TIN", "91350100M000100Y43", r"[0-9A-HJ-NP-RT-UW-Y]{18}|\d{15}", required=False),
        Registration("US", "EIN", "12-3456789", r"\d{2}-?\d{7}", required=False),
    )
}


def registration_for(country: str) -> Registration | None:
    """Return what is known of a country's registration number, or None where nothing is."""
    return REGISTRATIONS.get(canonical_country(country))


def registration_required(country: str) -> bool:
    """Say whether companies of a country must give the number, and a phone number with it (R8)."""
    known = registration_for(country)
    return known is not None and known.required


def tidy_registration(number: str) -> str:
    """Return the number as it is stored: upper case, without blanks around or inside."""
    return "".join(number.split()).upper()


def registration_fits(country: str, number: str) -> bool:
    """Say whether a number, as typed, has the form of its country's."""
    known, tidy = registration_for(country), tidy_registration(number)
    return re.fullmatch(known.pattern, tidy) is not None if known else ELSEWHERE.fullmatch(tidy) is not None


def check_registration(country: str, number: str) -> str | None:
    """Return what is wrong with the number of a company in `country`, in the reader's language, or None."""
    known = registration_for(country)
    if not number.strip():
        return _ask(known) if known and known.required else None
    if registration_fits(country, number):
        return None
    if known is None:
        return _("Enter the company registration number: at most 40 letters, digits, hyphens, dots and slashes.")
    return _("This is no %(label)s of %(country)s. It looks like %(sample)s.") % {
        "label": known.label,
        "country": country_name(known.country),
        "sample": known.sample,
    }


def _ask(known: Registration) -> str:
    return _("Enter the company registration number (%(label)s) like %(sample)s: it is mandatory in %(country)s.") % {
        "label": known.label,
        "sample": known.sample,
        "country": country_name(known.country),
    }
