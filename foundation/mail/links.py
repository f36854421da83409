"""Links in mails. They are made while a mail is being sent, so that no token is ever stored, logged or audited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

PLACEHOLDER = "{link}"
"""What stands in a stored body where the link will be."""

Args = Mapping[str, str | int]
Make = Callable[[Args], str | None]

_makers: dict[str, Make] = {}


@dataclass(frozen=True)
class Link:
    """How to make a mail's link: a registered kind, and arguments that hold ids and versions but no secret."""

    kind: str
    args: Args


def register_link(kind: str, make: Make) -> None:
    """Say how links of this kind are made; `make` returns the whole URL, or None for a link that is dead.

    Raises ValueError when the kind is known already.
    """
    if kind in _makers:
        raise ValueError(f"Link kind {kind} is declared twice.")
    _makers[kind] = make


def is_registered(kind: str) -> bool:
    """Say whether links of this kind can be made."""
    return kind in _makers


def make_link(kind: str, args: Args) -> str | None:
    """Return the link, or None when it is dead. Raises KeyError for a kind nobody registered."""
    return _makers[kind](args)


def absolute(path: str) -> str:
    """Return the whole URL of one of the portal's own paths."""
    return f"{settings.BASE_URL}{path}"
