"""Which partnerships a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from foundation.organisations.actor import Actor
from relationships.agreements.models import PartnerAgreement
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Enrolment, PartnerLocation
from relationships.partners.programmes import Programme

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

    def with_admin_access(self, now: datetime) -> Self:
        """Each with `access_since`, since when the provider administers the reseller's account (R14), or None."""
        given = DelegatedAdmin.objects.in_force(now).filter(granting=OuterRef("reseller"), holder=OuterRef("provider"))
        return self.annotate(access_since=Subquery(given.values("since")[:1]))

    def with_planned_end(self) -> Self:
        """Each with `ends_at`, the moment for which its end is planned, and `end_planned_by`, the tenant that has.

        `has_ends` says whether any end of a partnership of the two is on record.
        """
        endings = self.model._meta.apps.get_model("relationships", "PartnershipEnding")._default_manager
        planned = endings.filter(partnership=OuterRef("pk"), carried_out_at=None, cancelled_at=None)
        of_these = endings.filter(
            partnership__provider=OuterRef("provider"), partnership__reseller=OuterRef("reseller"), cancelled_at=None
        )
        return self.annotate(
            has_ends=Exists(of_these),
            ends_at=Subquery(planned.values("takes_effect_at")[:1]),
            end_planned_by=Subquery(planned.values("decided_by_tenant")[:1]),
        )

    def with_signatures(self) -> Self:
        """Each with `reseller_signed_at`, when the reseller signed the MPA of its region, or None."""
        signed = PartnerAgreement.objects.filter(partner=OuterRef("reseller"), region=OuterRef("reseller__region"))
        return self.annotate(reseller_signed_at=Subquery(signed.values("signed_at")[:1]))

    def with_vetting(self) -> Self:
        """Each with `vetting`, the state of the reseller's enrolment as one, or None."""
        enrolment = Enrolment.objects.filter(partner=OuterRef("reseller"), programme=Programme.INDIRECT_RESELLER)
        return self.annotate(vetting=Subquery(enrolment.values("state")[:1]))
