"""The words of a request's mail before they are anybody's: the standard text, a provider's own, and placeholders.

A placeholder is replaced literally, in one pass. What people type never becomes a template or a format string.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, override

from foundation.mail.letters import from_templates, one_line
from foundation.mail.links import PLACEHOLDER, absolute
from foundation.rules import Text
from relationships.request_templates.models import RequestTemplate

MAIL_KIND = "partnership-request"
"""The mail whose words these are."""

SUBJECT_LENGTH = 200
LINK = PLACEHOLDER.strip("{}")

PLACEHOLDERS: dict[str, Text] = {
    "company": _("the company you ask"),
    "provider": _("your company"),
    "writer": _("whoever makes the request"),
    "enrol_url": _("the page where a company enrols as an indirect reseller"),
    "last_day": _("the last day on which the link works"),
    LINK: _("the link with which the request is answered"),
}
"""What is filled in, and what it stands for."""

DAY = {"en": "j F Y"}
"""How a day is written, where that is not the language's usual way: English is read on both sides of the ocean."""

IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Words:
    """Subject and text; the text holds `{link}` where the link will be."""

    subject: str
    text: str


def standard_words(language: str) -> Words:
    """Return the portal's own text in this language, with its placeholders."""
    letter = from_templates(MAIL_KIND, language=language, context={name: f"{{{name}}}" for name in PLACEHOLDERS})
    return Words(letter.subject, letter.text)


def template_words(provider_id: UUID, language: str) -> Words:
    """Return the text with which this provider asks in this language: its own if it has one, else the standard."""
    own = RequestTemplate.objects.in_force().filter(provider=provider_id, language=language).first()
    return Words(own.subject, own.text) if own else standard_words(language)


def unknown_in(words: Words) -> Words:
    """Return, for subject and text, what stands in braces there and is not filled in; the link is for the text only."""
    return Words(_unknown(words.subject, PLACEHOLDERS.keys() - {LINK}), _unknown(words.text, PLACEHOLDERS.keys()))


def _unknown(text: str, known: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(IN_BRACES.findall(text)) if name not in known)


def fill_in(words: Words, values: Mapping[str, str]) -> Words:
    """Return the words with these placeholders replaced; others, the link's too, stay as they are."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1], found[0])

    subject = one_line(IN_BRACES.sub(value, words.subject))[:SUBJECT_LENGTH]
    return Words(subject, IN_BRACES.sub(value, words.text))


def values_of(*, provider: str, company: str, writer: str, language: str, expires_at: datetime) -> dict[str, str]:
    """Return what is filled in for the placeholders in a mail of this language; the link comes while it is sent."""
    return {
        "company": company,
        "provider": provider,
        "writer": writer,
        "enrol_url": absolute(reverse("enrol")),
        "last_day": day_in(language, expires_at),
    }


def day_in(language: str, moment: datetime) -> str:
    """Return the day of a moment as it is written in mails of this language."""
    with override(language):
        return date_format(moment, DAY.get(language, "DATE_FORMAT"))


def keep_link(words: Words) -> tuple[Words, bool]:
    """Return the words as they are stored, and whether the link had to be put back at the end (R15).

    A link as people see it, damaged or another request's too, becomes `{link}` again; nothing sticks to its end.
    """
    seen = re.compile(re.escape(links_start()) + "[A-Za-z0-9_/-]*")
    text = seen.sub(PLACEHOLDER, words.text.replace("\r\n", "\n")).strip()
    text = re.sub(re.escape(PLACEHOLDER) + r"(?=[\w/-])", f"{PLACEHOLDER} ", text)
    subject = one_line(seen.sub("", words.subject))[:SUBJECT_LENGTH]
    if PLACEHOLDER in text:
        return Words(subject, f"{text}\n"), False
    return Words(subject, f"{text}\n\n{PLACEHOLDER}\n".lstrip("\n")), True


def links_start() -> str:
    """Return what every request's link starts with, before its token."""
    return absolute(reverse("request_link", kwargs={"token": "x"})).removesuffix("x/")
