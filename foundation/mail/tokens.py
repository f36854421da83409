"""Tokens of mailed links: derived with a key from an object's id and link version, stored nowhere."""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

LAYOUT = struct.Struct(">16sH18s")
"""The object's id, the link version and 144 bits of the HMAC: 36 bytes, which base64 writes in 48 letters, no padding.

So every letter counts: there is no second spelling of a token.
"""

TOKEN_LENGTH = 48


class Named(NamedTuple):
    """What a genuine token names: an object and the version of its link."""

    id: UUID
    version: int


def token_for(kind: str, object_id: UUID, version: int) -> str:
    """Return the token of this version of an object's link; `kind` keeps tokens of different links apart."""
    code = _code(settings.LINK_KEY, kind, object_id, version)
    return urlsafe_b64encode(LAYOUT.pack(object_id.bytes, version, code)).decode()


def read_token(kind: str, token: str) -> Named | None:
    """Return what a token names, or None for every token of this kind that this portal has not made."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        content = urlsafe_b64decode(token)
        object_id, version, code = LAYOUT.unpack(content)
    except (BadBase64, struct.error):
        return None
    if urlsafe_b64encode(content).decode() != token:  # The decoder takes "+" for "-" and "/" for "_" as well.
        return None
    key = UUID(bytes=object_id)
    genuine = [hmac.compare_digest(code, _code(secret, kind, key, version)) for secret in _secrets()]
    return Named(key, version) if any(genuine) else None


def _secrets() -> list[str]:
    """Return the present key and those before it, which still open the links they made."""
    return [settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS]


def _code(secret: str, kind: str, object_id: UUID, version: int) -> bytes:
    message = struct.pack(">16sH", object_id.bytes, version)
    return hmac.digest(secret.encode(), kind.encode() + b"\0" + message, sha256)[:18]
