"""Domain prefixes: the part of a customer's primary domain name that is chosen (before ".onmicrosoft.com").

The source documents print no rule for it beyond "no spaces or special characters". Ours: 1 to 27 characters,
letters a-z and digits, hyphens inside, a letter first. It never changes afterwards (R37).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count, islice

from django.utils.translation import gettext_lazy as _

from customers.naming.company_names import is_legal_form
from foundation.rules import Params, rule
from foundation.sorting import sort_name

LONGEST = 27
PATTERN = r"[a-z](?:[a-z0-9-]{0,25}[a-z0-9])?"
"""The whole of a prefix, in lower case."""

ENDINGS = ("-group", "-cloud", "-online")
WITHOUT_LATIN_LETTERS = "company"
BEFORE_A_DIGIT = "co-"


@dataclass(frozen=True)
class DomainPrefix:
    """A prefix as typed."""

    prefix: str


@rule(
    "R37-form",
    statement=_("The chosen part of a primary domain name is 1 to 27 letters and digits, a letter first."),
    source="ours; the source documents say only “no spaces or special characters”",
    refusal=_("“{prefix}” cannot be a domain name."),
    remedy=_("Use 1 to 27 letters (a-z), digits and inner hyphens; begin with a letter."),
)
def prefix_fits(facts: DomainPrefix) -> Params | None:
    """Refuse a prefix of another form; capitals are taken for small letters."""
    return None if re.fullmatch(PATTERN, tidy_prefix(facts.prefix)) else {"prefix": facts.prefix}


def tidy_prefix(prefix: str) -> str:
    """Return a prefix as it is stored."""
    return prefix.strip().lower()


def suggest_prefix(company_name: str) -> str:
    """Return a prefix made from a company's name: "Żółw & Søn Ltd" gives "zolwson".

    It always fits, but may be taken.
    """
    words = company_name.split()
    while len(words) > 1 and is_legal_form(words[-1]):
        words.pop()
    plain = re.sub(r"[^a-z0-9]", "", sort_name("".join(words)))
    if not plain:
        return WITHOUT_LATIN_LETTERS
    return (BEFORE_A_DIGIT + plain if plain[0].isdigit() else plain)[:LONGEST]


def alternatives(prefix: str, taken: Collection[str], *, how_many: int = 3) -> list[str]:
    """Return prefixes like this one that fit and are not among the `taken` ones (in lower case)."""
    base = tidy_prefix(prefix)
    base = base if re.fullmatch(PATTERN, base) else suggest_prefix(prefix)
    unused = (each for each in _variants(base) if each not in taken and each != base)
    return list(islice(unused, how_many))


def _variants(base: str) -> Iterator[str]:
    endings = (*ENDINGS, *(str(number) for number in range(2, 10)))
    yield from (_with_ending(base, ending) for ending in endings)
    yield from (_with_ending(base, str(number)) for number in count(10))


def _with_ending(base: str, ending: str) -> str:
    return base[: LONGEST - len(ending)].rstrip("-") + ending
