"""The authorisation table: every permission and the roles that have it, as data for pages and docs."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.organisations.roles import PERMISSIONS, ROLES, Permission
from foundation.rules import Text


@dataclass(frozen=True)
class Line:
    """One permission: what it lets people do, and by the label of each role of the table whether it has it."""

    permission: Permission
    label: Text
    cells: tuple[tuple[Text, bool], ...]


@dataclass(frozen=True)
class Table:
    """Roles by key and label, in their order, and the lines."""

    roles: tuple[tuple[str, Text], ...]
    lines: tuple[Line, ...]


def table_for(kinds: Iterable[str]) -> Table:
    """Return what each role may do in an account of these kinds."""
    wanted = frozenset(kinds)
    return _table(each for each in PERMISSIONS.values() if not each.kinds or each.kinds & wanted)


def whole_table() -> Table:
    """Return every permission there is."""
    return _table(PERMISSIONS.values())


def _table(permissions: Iterable[Permission]) -> Table:
    roles = tuple(ROLES.items())
    lines = [
        Line(each, each.label or each.key, tuple((label, key in each.roles) for key, label in roles))
        for each in permissions
    ]
    return Table(roles, tuple(sorted(lines, key=lambda line: line.permission.key)))
