"""Countries by their codes, in the reader's language.

Codes are ISO 3166-1 alpha-2. Kosovo (XK), Sint Eustatius (XE) and Saba (XS) have none of their own there;
they go by the user-assigned codes that Microsoft's documents use, which leaves BQ for Bonaire alone.
"""

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _, to_locale

ALIASES = {"UK": "GB"}
"""Codes that people and older documents write for others."""

OWN_NAMES: dict[str, str | Promise] = {"BQ": _("Bonaire"), "XE": _("Sint Eustatius"), "XS": _("Saba")}
"""Names that the Unicode tables lack, or use for another extent."""


def canonical_country(code: str) -> str:
    """Return the code as it is stored: upper case, "UK" as "GB"; an unknown one comes back as it is."""
    upper = code.strip().upper()
    return ALIASES.get(upper, upper)


def country_name(code: str, language: str | None = None) -> str:
    """Return a country's name in `language` (a Django code such as "zh-hans"; default: the reader's).

    A code that names no country is returned unchanged.
    """
    canonical = canonical_country(code)
    if canonical in OWN_NAMES:
        return str(OWN_NAMES[canonical])
    return _names(language or get_language() or "en").get(canonical, code)


def english_name(code: str) -> str:
    """Return the name under which a country is stored and searched by operators."""
    canonical = canonical_country(code)
    own = OWN_NAMES.get(canonical)
    return str(own) if own else country_name(canonical, "en")


def is_country(code: str) -> bool:
    """Say whether a code names a country."""
    canonical = canonical_country(code)
    known = len(canonical) == 2 and canonical.isalpha() and canonical not in NOT_COUNTRIES
    return canonical in OWN_NAMES or (known and canonical in _names("en"))


NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter entries of the Unicode tables that are unions, tests or "unknown"."""


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(to_locale(language)).territories)
    except UnknownLocaleError:
        return dict(Locale.parse("en").territories)
