"""The link of a partnership request: derived from the request's id and link version with a key, stored nowhere."""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from foundation import clock
from foundation.mail.links import Args, Link, absolute, register_link
from relationships.requests.models import PartnershipRequest

KIND = "partnership-request"
"""The outbox's name for this kind of link, and what keeps its keys apart from those of other kinds."""

LAYOUT = struct.Struct(">16sH18s")
"""The request's id, the link version and 144 bits of the HMAC: 36 bytes, which base64 writes in 48 letters, no padding.

So every letter counts: there is no second spelling of a token.
"""

TOKEN_LENGTH = 48


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


def links_start() -> str:
    """Return what every link's URL starts with, before its token."""
    return absolute(reverse("request_link", kwargs={"token": "x"})).removesuffix("x/")


def token_of(request: PartnershipRequest) -> str:
    """Return the token of the request's present link."""
    version = request.link_version
    code = _code(settings.LINK_KEY, request.pk, version)
    return urlsafe_b64encode(LAYOUT.pack(request.pk.bytes, version, code)).decode()


def request_behind(token: str) -> PartnershipRequest | None:
    """Return the request of a present link; None for one that is unknown, foreign, edited, truncated or replaced."""
    followed = follow(token)
    return followed.request if followed and followed.is_current else None


def follow(token: str) -> Followed | None:
    """Return where a token leads, or None for every token that this portal has not made."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        content = urlsafe_b64decode(token)
        request_id, version, code = LAYOUT.unpack(content)
    except (BadBase64, struct.error):
        return None
    if urlsafe_b64encode(content).decode() != token:  # The decoder takes "+" for "-" and "/" for "_" as well.
        return None
    key = UUID(bytes=request_id)
    genuine = [hmac.compare_digest(code, _code(secret, key, version)) for secret in _secrets()]
    if not any(genuine):
        return None
    requests = PartnershipRequest.objects.select_related("provider__tenant", "provider__region", "partnership")
    found = requests.filter(pk=key).first()
    return Followed(found, found.link_version == version) if found else None


def _secrets() -> list[str]:
    """Return the present key and those before it, which still open the links they made."""
    return [settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS]


def _code(secret: str, request_id: UUID, version: int) -> bytes:
    message = struct.pack(">16sH", request_id.bytes, version)
    return hmac.digest(secret.encode(), KIND.encode() + b"\0" + message, sha256)[:18]
