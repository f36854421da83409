"""Which ends of partnerships a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.endings.models import PartnershipEnding  # noqa: F401  named in the generic parameter only


class PartnershipEndingQuerySet(models.QuerySet["PartnershipEnding"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own partnerships, on either side."""
        if actor.tenant_id is None:
            return self.none()
        return self.filter(Q(partnership__provider=actor.tenant_id) | Q(partnership__reseller=actor.tenant_id))

    def planned(self) -> Self:
        """Those neither carried out nor taken back."""
        return self.filter(carried_out_at=None, cancelled_at=None)

    def due(self, now: datetime) -> Self:
        """Those whose day has come."""
        return self.planned().filter(takes_effect_at__lte=now)

    def to_be_reassigned(self) -> Self:
        """Those carried out whose reassignment has not been finished."""
        return self.filter(carried_out_at__isnull=False, reassigned_at=None)
