"""Two people editing the same thing: rows carry a `version` that travels with the form."""

from collections.abc import Mapping
from typing import Any, Protocol


class Versioned(Protocol):
    """A row that people edit."""

    version: int


class Stale(Exception):
    """Raised by a service when what somebody edits has changed meanwhile; `current` is the row as it stands now."""

    def __init__(self, current: Any) -> None:
        """Keep the present state, so that both values can be shown."""
        self.current = current
        super().__init__(f"now at version {current.version}")


def check_version(row: Versioned, seen: int) -> None:
    """Raise Stale unless the locked `row` is still at the version that was seen."""
    if row.version != seen:
        raise Stale(row)


def version_from(typed: Mapping[str, str]) -> int:
    """Return the version that came with a form; 0, which no row has, for none.

    A form that is drawn again goes on carrying it: the present one would hide that something has changed meanwhile.
    """
    text = typed.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
