"""Partners' standings, loaded for many at once."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from foundation import clock
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import Standing
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme


def standing_of(partner_id: UUID) -> Standing:
    """Return the standing of one partner. Raises KeyError if there is no such partner."""
    return standings_of([partner_id])[partner_id]


def standings_of(partner_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return the standings of these partners, in one query however many they are."""
    in_state = {
        name: ArrayAgg("enrolments__programme", filter=Q(enrolments__state__in=states), default=[], distinct=True)
        for name, states in (
            ("enrolled", (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)),
            ("waiting", (Enrolment.State.PENDING,)),
        )
    }
    signed = PartnerAgreement.objects.filter(partner=OuterRef("pk"), region=OuterRef("region"))
    location = PartnerLocation.objects.filter(partner=OuterRef("pk"), kind=PartnerLocation.Kind.LOCATION)
    lapsed = Q(enrolments__programme=Programme.INDIRECT_RESELLER, enrolments__lapsed_until__gt=localdate(clock.now()))
    partners = (
        Partner.objects.filter(pk__in=list(partner_ids))
        .select_related("tenant", "region")
        .annotate(**in_state, signed=Exists(signed), mpn_id=Subquery(location.values("mpn_id")[:1]))
        .annotate(lapsed=Max("enrolments__lapsed_until", filter=lapsed))
    )
    return {partner.pk: _standing(partner) for partner in partners}


def _standing(partner: Partner) -> Standing:
    return Standing(
        partner_id=partner.pk,
        name=partner.name,
        region_key=partner.region_id,
        region_name=partner.region.name,
        country_code=partner.tenant.country_id,
        organisation_id=partner.tenant.organisation_id,
        suspended=partner.is_suspended,
        programmes=frozenset(partner.enrolled),  # type: ignore[attr-defined]  # annotated above
        awaiting=frozenset(partner.waiting),  # type: ignore[attr-defined]
        agreement_signed=partner.signed,  # type: ignore[attr-defined]
        mpn_id=partner.mpn_id or "",  # type: ignore[attr-defined]
        lapsed_until=partner.lapsed.isoformat() if partner.lapsed else "",  # type: ignore[attr-defined]
    )
