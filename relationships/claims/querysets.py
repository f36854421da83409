"""Which claims to a request a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.claims.models import RecipientClaim  # noqa: F401  named in the generic parameter only


class RecipientClaimQuerySet(models.QuerySet["RecipientClaim"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those about requests of one's own company, as the provider who decides."""
        return self.filter(request__provider=actor.tenant_id) if actor.tenant_id else self.none()
