"""Which listings a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from foundation.organisations.actor import Actor
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme

if TYPE_CHECKING:
    from relationships.directory.models import ProviderListing  # noqa: F401  named in the generic parameter only


class ProviderListingQuerySet(models.QuerySet["ProviderListing"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, shown or not, and those found in the directory by providers of one's own region (R1)."""
        if actor.tenant_id is None:
            return self.none()
        own_region = Partner.objects.filter(pk=actor.tenant_id).values("region")
        return self.filter(Q(provider=actor.tenant_id) | Q(_is_found(), provider__region__in=own_region))

    def found(self) -> Self:
        """Those that stand in the directory: shown, of an enrolled provider that is not suspended."""
        return self.filter(_is_found())


def _is_found() -> Q:
    enrolled = Enrolment.objects.filter(
        partner=OuterRef("provider"),
        programme=Programme.INDIRECT_PROVIDER,
        state__in=(Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE),
    )
    return Q(Exists(enrolled), is_shown=True, provider__status=Partner.Status.ACTIVE)
