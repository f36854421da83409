"""The words of a request's mail: the draft in the recipient's language, and the link that cannot be lost."""

from bisect import bisect_right
from datetime import datetime
from urllib.parse import quote

from foundation.mail.links import PLACEHOLDER
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.request_templates.words import Words, day_in, fill_in, keep_link, template_words, values_of
from relationships.requests.links import url_of
from relationships.requests.models import PartnershipRequest

MAILTO_LENGTH = 1800
"""Characters of a mail's body, as they stand in a `mailto:` address, that every system hands to a mail application."""


def draft_words(*, provider: Partner, writer: User, company: str, language: str, expires_at: datetime) -> Words:
    """Return the draft: the provider's own template of this language, or the standard text, filled in.

    The standard text says who asks, what to do, the two prerequisites and where to enrol, and what accepting means.
    """
    values = values_of(
        provider=provider.name,
        company=company,
        writer=writer.display_name,
        language=language,
        expires_at=expires_at,
    )
    kept, _put_back = keep_link(fill_in(template_words(provider.pk, language), values))
    return kept


def with_last_day(request: PartnershipRequest, until: datetime) -> str:
    """Return the request's text with its last day, wherever it is named, put off to another one."""
    return request.text.replace(day_in(request.language, request.expires_at), day_in(request.language, until))


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
