"""Kinds of notices and their words. Upper floors register theirs when the project starts."""

from collections.abc import Mapping

from foundation.rules import Text

_kinds: dict[str, Text] = {}


def register_notice(kind: str, template: Text) -> None:
    """Give the words of a kind of notice, with `{name}` where a parameter goes. Raises ValueError for a known kind."""
    if kind in _kinds:
        raise ValueError(f"Notice {kind} is declared twice.")
    _kinds[kind] = template


def wording(kind: str, params: Mapping[str, str | int]) -> str:
    """Put a notice into words, in the reader's language. Raises KeyError for a kind or parameter that is missing."""
    return str(_kinds[kind]).format(**params)


def is_registered(kind: str) -> bool:
    """Say whether there are words for this kind."""
    return kind in _kinds
