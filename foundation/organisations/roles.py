"""Which roles and kinds of account there are, and what each may do. Upper floors fill this at the start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.rules import Text

if TYPE_CHECKING:
    from foundation.organisations.models import Tenant


@dataclass(frozen=True)
class Permission:
    """What the holder of one of `roles`, in an account of one of `kinds` (none: of any), may do."""

    key: str
    roles: frozenset[str]
    kinds: frozenset[str]
    label: Text = ""


ROLES: dict[str, Text] = {}
"""Role keys and their labels."""

PERMISSIONS: dict[str, Permission] = {}
"""Permissions by key."""

_kinds: list[Callable[["Tenant"], Iterable[str]]] = []


def register_roles(labels: Mapping[str, Text]) -> None:
    """Make role keys known with their labels."""
    ROLES.update(labels)


def permit(key: str, *, roles: Iterable[str], kinds: Iterable[str] = (), label: Text = "") -> None:
    """Declare the permission `key`; `label` says in a few words what it lets people do.

    Raises ValueError for an unknown role or a second declaration.
    """
    wanted = frozenset(roles)
    if unknown := wanted - ROLES.keys():
        raise ValueError(f"Permission {key} names unknown roles: {sorted(unknown)}")
    if key in PERMISSIONS:
        raise ValueError(f"Permission {key} is declared twice.")
    PERMISSIONS[key] = Permission(key, wanted, frozenset(kinds), label)


def register_kinds(ask: Callable[["Tenant"], Iterable[str]]) -> None:
    """Let an upper floor say which kinds of account a tenant is (provider, reseller, customer and so on)."""
    _kinds.append(ask)


def kinds_of(tenant: "Tenant") -> frozenset[str]:
    """Return every kind of account this tenant is."""
    return frozenset(kind for ask in _kinds for kind in ask(tenant))


def permissions_of(roles: frozenset[str], kinds: frozenset[str]) -> frozenset[str]:
    """Return the keys of what these roles may do in an account of these kinds."""
    return frozenset(
        key for key, each in PERMISSIONS.items() if each.roles & roles and (not each.kinds or each.kinds & kinds)
    )
