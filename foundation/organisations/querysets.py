"""Which tenants and memberships a person may see."""

from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from foundation.organisations.models import Membership, Tenant  # noqa: F401  named in generic parameters only


class ActsForTenant(Protocol):
    """What is asked of an actor here; `organisations.actor` itself stands on the models."""

    @property
    def tenant_id(self) -> UUID | None:
        """Id of the tenant acted for."""


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Tenants by who is looking."""

    def visible_to(self, actor: ActsForTenant) -> Self:
        """Those of one's own organisation."""
        return self.filter(organisation__tenants=actor.tenant_id) if actor.tenant_id else self.none()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by who is looking."""

    def visible_to(self, actor: ActsForTenant) -> Self:
        """The open ones of one's own tenant."""
        return self.filter(tenant=actor.tenant_id, ended_at=None) if actor.tenant_id else self.none()
