"""How often somebody may apply; kept in the cache, which is in PostgreSQL."""

from hashlib import sha256
from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 3600
PER_ADDRESS = 3
PER_VISITOR = 20
"""Applications in an hour for one mail address, and from one network address."""


def may_apply(request: HttpRequest, address: str) -> bool:
    """Count one more attempt, and say whether it is within the limits.

    Nothing is counted for the address once the visitor is over the limit: nobody shuts others out by the hundred.
    """
    visitor = f"visitor:{get_adapter().get_client_ip(request)}"
    return _count(visitor, PER_VISITOR) and _count(f"address:{address.strip().lower()}", PER_ADDRESS)


def _count(who: str, limit: int) -> bool:
    """Count an attempt of `who`, and say whether there were fewer than `limit` in the last hour before it."""
    key, now = f"enrolment:{sha256(who.encode()).hexdigest()}", time()
    recent = [moment for moment in cache.get(key, []) if moment > now - SECONDS]
    allowed = len(recent) < limit
    if allowed:
        cache.set(key, [*recent, now], SECONDS)
    return allowed
