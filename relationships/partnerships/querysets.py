"""Which partnerships a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from foundation.organisations.actor import Actor
from relationships.partners.models import PartnerLocation

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

    def with_mpn_ids(self) -> Self:
        """Each with `provider_mpn_id` and `reseller_mpn_id`, the location MPN IDs of the two."""
        located = PartnerLocation.objects.filter(kind=PartnerLocation.Kind.LOCATION)
        return self.annotate(
            **{
                f"{side}_mpn_id": Subquery(located.filter(partner=OuterRef(side)).values("mpn_id")[:1])
                for side in ("provider", "reseller")
            }
        )
