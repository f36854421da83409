"""Which partnerships a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.partnerships.models import Partnership  # noqa: F401  named in the generic parameter only


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own tenant, on either side, ended ones included."""
        if actor.tenant_id is None:
            return self.none()
        return self.filter(Q(provider=actor.tenant_id) | Q(reseller=actor.tenant_id))

    def open(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)
