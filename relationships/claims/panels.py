"""The part of a request's page that shows which other companies ask to answer it, with the decision."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import Text
from foundation.ui.actions import Action, Confirm
from foundation.ui.slots import Panel
from relationships.claims.models import RecipientClaim
from relationships.partners.models import Partner, PartnerLocation
from relationships.requests.models import PartnershipRequest
from relationships.requests.slots import REQUEST_PANELS


@dataclass(frozen=True)
class ShownClaim:
    """A claim with what the provider needs to decide."""

    claim: RecipientClaim
    company: Partner
    location: str
    mpn_id: str
    state: str
    state_label: Text
    actions: list[Action]


def register() -> None:
    """Put the panel into requests' pages."""
    REQUEST_PANELS.fill(panel_for)


def panel_for(actor: Actor, request: PartnershipRequest) -> list[Panel]:
    """Return the panel where somebody has asked."""
    location = PartnerLocation.objects.filter(partner=OuterRef("company"), kind=PartnerLocation.Kind.LOCATION)
    claims = (
        RecipientClaim.objects.visible_to(actor)
        .filter(request=request)
        .select_related("company__tenant", "company__region", "claimed_by")
        .annotate(mpn_id=Subquery(location.values("mpn_id")[:1]))
        .order_by("-claimed_at", "-pk")
    )
    shown = [_shown(actor, each, request, clock.now()) for each in claims]
    return [Panel("relationships/claims/panel.html", shown)] if shown else []


def _shown(actor: Actor, claim: RecipientClaim, request: PartnershipRequest, now: datetime) -> ShownClaim:
    waits = claim.decided_at is None and claim.link_version == request.link_version and request.is_open_at(now)
    state, label = _state(claim, waits=waits)
    return ShownClaim(
        claim=claim,
        company=claim.company,
        location=country_name(claim.company.tenant.country_id),
        mpn_id=claim.mpn_id or "",  # type: ignore[attr-defined]  # annotated above
        state=state,
        state_label=label,
        actions=_actions(actor, claim) if waits else [],
    )


def _state(claim: RecipientClaim, *, waits: bool) -> tuple[str, Text]:
    """Return the state's value, which gives the badge its tone, and its words."""
    if waits:
        return "waiting", _("Waits for your decision")
    if claim.decided_at is None:
        return "moot", _("Nothing to decide any more")
    return ("approved", _("Allowed")) if claim.allowed else ("refused", _("Refused"))


def _actions(actor: Actor, claim: RecipientClaim) -> list[Action]:
    """Return what decides, for who may."""
    where, may = {"request_id": claim.request_id, "claim_id": claim.pk}, actor.may("partnerships.request")
    question = Confirm(
        _("Only this company can answer the request then, with the same link. It still has to accept it."),
        title=_("Let this company answer?"),
        yes=_("Allow"),
    )
    allow, refuse = reverse("claim_allow", kwargs=where), reverse("claim_refuse", kwargs=where)
    return [
        Action(_("Allow"), allow, "check", "primary", post=True, permitted=may, confirm=question),
        Action(_("Refuse"), refuse, "dismiss", post=True, permitted=may),
    ]
