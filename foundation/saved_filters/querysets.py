"""Which saved filters a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from foundation.saved_filters.models import SavedFilter  # noqa: F401  named in the generic parameter only


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, in the tenant one acts for."""
        if actor.user is None or actor.tenant_id is None:
            return self.none()
        return self.filter(user=actor.user, tenant=actor.tenant_id)
