"""Phone numbers: a light check, enough to catch slips."""

import re

from django.utils.translation import gettext as _

from foundation.places.names import canonical_country, country_name

PATTERNS = {
    # The United States' is the one pattern that Partner Center's documents print; "+" is tolerated before it.
    "US": re.compile(r"\+?(1[ \-/.]?)?(\((\d{3})\)|(\d{3}))[ \-/.]?(\d{3})[ \-/.]?(\d{4})"),
}
ELSEWHERE = re.compile(r"\+?[0-9 ()\-./]{5,20}")
FEWEST_DIGITS = 5


def check_phone(country: str, phone: str, required: bool = False) -> str | None:
    """Return what is wrong with a phone number of `country`, in the reader's language, or None."""
    code, number = canonical_country(country), phone.strip()
    if not number:
        if not required:
            return None
        return _("Enter a phone number: companies in %(country)s need one.") % {"country": country_name(code)}
    if code in PATTERNS:
        return None if PATTERNS[code].fullmatch(number) else _("Enter a phone number like 425-555-0100.")
    if ELSEWHERE.fullmatch(number) and sum(each.isdigit() for each in number) >= FEWEST_DIGITS:
        return None
    return _("Enter a phone number with its digits only, for example +49 30 901820.")
