"""Who is acting: a person in a tenant, an operator in the admin, or the portal itself."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from foundation.organisations.models import Membership, Tenant
from foundation.organisations.roles import PERMISSIONS, kinds_of, permissions_of
from foundation.users.models import User


@dataclass(frozen=True)
class Actor:
    """A person acting for a tenant with roles; every service and every `visible_to` takes one.

    The operator (Django admin) and the portal itself (tasks) have no tenant: `visible_to` gives them nothing.
    """

    user: User | None
    tenant: Tenant | None
    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    is_operator: bool = False
    memberships: tuple[Membership, ...] = field(default=(), compare=False)

    def may(self, permission: str) -> bool:
        """Say whether this actor may do what `permission` names. Raises KeyError for one nobody declared."""
        if permission not in PERMISSIONS:
            raise KeyError(permission)
        return self.is_operator or permission in self.permissions

    def kind_allows(self, permission: str) -> bool:
        """Say whether `permission` exists at all for this kind of account; otherwise its pages are not there."""
        wanted = PERMISSIONS[permission].kinds
        return self.is_operator or not wanted or bool(wanted & self.kinds)

    @cached_property
    def tenant_id(self) -> UUID | None:
        """Id of the tenant acted for."""
        return self.tenant.id if self.tenant else None

    @property
    def name(self) -> str:
        """The person's sign-in name, for the audit."""
        return self.user.username if self.user else "portal"


def member(membership: Membership, *, memberships: tuple[Membership, ...] = ()) -> Actor:
    """Return the actor for this open membership (its user and tenant loaded)."""
    roles, kinds = frozenset(membership.roles), kinds_of(membership.tenant)
    return Actor(
        user=membership.user,
        tenant=membership.tenant,
        roles=roles,
        kinds=kinds,
        permissions=permissions_of(roles, kinds),
        memberships=memberships or (membership,),
    )


def operator(user: User) -> Actor:
    """Return the actor of somebody working in Django admin."""
    return Actor(user=user, tenant=None, is_operator=True)


def portal() -> Actor:
    """Return the portal itself, acting in a task or a command; it passes every permission, as operators do."""
    return Actor(user=None, tenant=None, is_operator=True)
