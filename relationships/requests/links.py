"""The link of a partnership request: derived from the request's id and link version with a key, stored nowhere."""

from dataclasses import dataclass

from django.urls import reverse

from foundation import clock
from foundation.mail.links import Args, Link, absolute, register_link
from foundation.mail.tokens import read_token, token_for
from relationships.request_templates.words import MAIL_KIND
from relationships.requests.models import PartnershipRequest

KIND = MAIL_KIND
"""The outbox's name for this kind of link, and what keeps its keys apart from those of other kinds."""

REMINDER_KIND = "partnership-request-reminder"
"""The mail that reminds of a request; it has the request's own link."""


@dataclass(frozen=True)
class Followed:
    """Where a genuine link leads; `is_current` is false when a newer link has replaced it."""

    request: PartnershipRequest
    is_current: bool


def register() -> None:
    """Make the link known to the outbox."""
    register_link(KIND, make_link)


def link_of(request: PartnershipRequest) -> Link:
    """Return how the outbox is to make the request's present link: an id and a version, no secret."""
    return Link(KIND, {"request": str(request.pk), "version": request.link_version})


def make_link(args: Args) -> str | None:
    """Return the whole URL, or None when the request is no longer open or a newer link has replaced this one."""
    request = PartnershipRequest.objects.filter(pk=str(args["request"]), link_version=args["version"]).first()
    return url_of(request) if request and request.is_open_at(clock.now()) else None


def url_of(request: PartnershipRequest) -> str:
    """Return the whole URL of the request's present link."""
    return absolute(path_of(request))


def path_of(request: PartnershipRequest) -> str:
    """Return the path of the request's present link."""
    return reverse("request_link", kwargs={"token": token_of(request)})


def token_of(request: PartnershipRequest) -> str:
    """Return the token of the request's present link."""
    return token_for(KIND, request.pk, request.link_version)


def request_behind(token: str) -> PartnershipRequest | None:
    """Return the request of a present link; None for one that is unknown, foreign, edited, truncated or replaced."""
    followed = follow(token)
    return followed.request if followed and followed.is_current else None


def follow(token: str) -> Followed | None:
    """Return where a token leads, or None for every token that this portal has not made."""
    named = read_token(KIND, token)
    if named is None:
        return None
    requests = PartnershipRequest.objects.select_related(
        "provider__tenant", "provider__region", "partnership", "created_by"
    )
    found = requests.filter(pk=named.id).first()
    return Followed(found, found.link_version == named.version) if found else None
