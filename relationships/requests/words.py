"""The words of a request's mail: the draft in the recipient's language, and the link that cannot be lost."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from foundation.mail.letters import from_templates, one_line
from foundation.mail.links import PLACEHOLDER, absolute
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.requests.links import KIND, links_start, url_of
from relationships.requests.models import PartnershipRequest

MAILTO_LENGTH = 1800
"""Characters of a mail's body, as they stand in a `mailto:` address, that every system hands to a mail application."""

SUBJECT_LENGTH = 200

DAY = {"en": "j F Y"}
"""How a day is written, where that is not the language's usual way: English is read on both sides of the ocean."""


@dataclass(frozen=True)
class Words:
    """Subject and text; the text holds `{link}` where the link will be."""

    subject: str
    text: str


def draft_words(*, provider: Partner, writer: User, company: str, language: str, expires_at: datetime) -> Words:
    """Return the draft: who asks, what to do, the two prerequisites and where to enrol, and what accepting means."""
    with override(language):
        last_day = date_format(expires_at, DAY.get(language, "DATE_FORMAT"))
    context = {
        "provider": provider.name,
        "company": company,
        "writer": writer.display_name,
        "enrol_url": absolute(reverse("enrol")),
        "last_day": last_day,
    }
    letter = from_templates(KIND, language=language, context=context)
    return Words(letter.subject[:SUBJECT_LENGTH], letter.text)


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


def words_of(request: PartnershipRequest) -> Words:
    """Return the words as they are stored."""
    return Words(request.subject, request.text)


def readable_text(request: PartnershipRequest) -> str:
    """Return the text with the request's present link in it."""
    return request.text.replace(PLACEHOLDER, url_of(request))


def mailto(request: PartnershipRequest) -> str:
    """Return the address that opens the mail in the writer's own mail application."""
    body = mailto_body(readable_text(request), url_of(request))
    address = quote(request.recipient_address, safe="@")
    return f"mailto:{address}?subject={quote(request.subject, safe='')}&body={quote(body, safe='')}"


def mailto_body(text: str, link: str) -> str:
    """Return the text as a mail's body; a long one is shortened, the link coming first."""
    body = text.strip().replace("\n", "\r\n")
    if len(quote(body, safe="")) <= MAILTO_LENGTH:
        return body
    whole = f"{link}\r\n\r\n{body.replace(link, '…')}"
    room = MAILTO_LENGTH - len(quote("…"))
    too_long = bisect_right(range(len(whole)), room, key=lambda length: len(quote(whole[:length], safe="")))
    return f"{whole[: too_long - 1]}…"
