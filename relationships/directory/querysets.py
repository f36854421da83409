"""Which listings a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from foundation.organisations.actor import Actor
from relationships.partners.models import Partner

if TYPE_CHECKING:
    from relationships.directory.models import ProviderListing  # noqa: F401  named in the generic parameter only


class ProviderListingQuerySet(models.QuerySet["ProviderListing"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, shown or not, and those shown by providers of one's own region (R1)."""
        if actor.tenant_id is None:
            return self.none()
        own_region = Partner.objects.filter(pk=actor.tenant_id).values("region")
        shown = Q(is_shown=True, provider__region__in=own_region, provider__status=Partner.Status.ACTIVE)
        return self.filter(Q(provider=actor.tenant_id) | shown)
