"""Two people editing the same thing: rows carry a `version` that travels with the form."""

from typing import Protocol


class Versioned(Protocol):
    """A row that people edit."""

    version: int


class Stale(Exception):
    """Raised by a service when what somebody edits has changed meanwhile; `current` is how it stands now."""

    def __init__(self, current: Versioned) -> None:
        """Keep the present state, so that both values can be shown."""
        self.current = current
        super().__init__(f"now at version {current.version}")


def check_version(row: Versioned, seen: int) -> None:
    """Raise Stale unless the locked `row` is still at the version that was seen."""
    if row.version != seen:
        raise Stale(row)
