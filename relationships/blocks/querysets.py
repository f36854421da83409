"""Which blocks a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.blocks.models import RequestBlock  # noqa: F401  named in the generic parameter only


class RequestBlockQuerySet(models.QuerySet["RequestBlock"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own company has set, as the reseller."""
        return self.filter(reseller=actor.tenant_id) if actor.tenant_id else self.none()

    def in_force(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(ended_at=None)
