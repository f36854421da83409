"""Which company names are taken, and which are taken with a warning (R39; dossier, company names)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from foundation.rules import Params, Refusal, refusals, rule

LEGAL_FORM = re.compile(
    r"llc|inc|incorporated|corp|corporation|ltd|limited|llp|plc|gmbh|kft|zrt|ooo|sarl|lda|wll|cpa"
    r"|pty|ptyltd|pteltd|pvt|pvtltd|privatelimited|sdnbhd"
)
"""Abbreviations that are no name by themselves, without their dots and blanks ("P.T.Y. Ltd" is "ptyltd")."""

GENERIC_DOMAIN = re.compile(
    r"\.(com|org|net|edu|gov|mil|int|info|biz|name|pro|mobi|jobs|tel|app|blog|cloud|club|design|dev|email"
    r"|guru|live|news|online|page|shop|site|space|store|tech|top|vip|website|work|world|xyz)\b(?!\.?\w)",
    re.IGNORECASE,
)
"""A top-level domain that no country has; those of countries are tolerated."""


@dataclass(frozen=True)
class CompanyName:
    """A company's name as typed."""

    name: str


@rule(
    "R39",
    statement=gettext_lazy("A company name has at least two characters, and letters or digits among them."),
    source="dossier, company names",
    refusal=gettext_lazy("“{name}” is no company name."),
    remedy=gettext_lazy("Enter the full name of the company as it is registered."),
)
def is_a_name(facts: CompanyName) -> Params | None:
    """Refuse blanks, a single character, and names of special characters only."""
    name = facts.name.strip()
    return None if len(name) > 1 and any(each.isalnum() for each in name) else {"name": name}


@rule(
    "R39-legal-form",
    statement=gettext_lazy("A company name is more than the abbreviation of a legal form."),
    source="dossier, company names",
    refusal=gettext_lazy("“{name}” is a legal form, not a company name."),
    remedy=gettext_lazy("Enter the full name of the company, for example “Contoso {name}”."),
)
def is_more_than_a_legal_form(facts: CompanyName) -> Params | None:
    """Refuse "Ltd", "L.L.C.", "Pty Ltd" and the like, however they are dotted and spaced."""
    return {"name": facts.name.strip()} if is_legal_form(facts.name) else None


NAME_RULES = (is_a_name, is_more_than_a_legal_form)
"""What every company name must pass."""


def company_name_problems(name: str) -> tuple[Refusal | None, str | None]:
    """Return (why the name is refused, what to look at again); a refused name gets no warning besides."""
    found = refusals(NAME_RULES, CompanyName(name))
    if found:
        return found[0], None
    return None, _warning() if looks_wrong(name) else None


def is_legal_form(text: str) -> bool:
    """Say whether a text is nothing but a legal form's abbreviation."""
    return LEGAL_FORM.fullmatch(re.sub(r"[\s.,]+", "", text.casefold())) is not None


def looks_wrong(name: str) -> bool:
    """Say whether a name looks like a slip: a web address, one character repeated, single ones apart."""
    words = name.split()
    if GENERIC_DOMAIN.search(name):
        return True
    if len(words) == 1:
        return len(words[0]) >= 3 and len(set(words[0].casefold())) == 1
    return all(len(word) == 1 for word in words)


def _warning() -> str:
    return _(
        "Please make sure your company name is correct. Your company name is used to approve your account creation"
    )
