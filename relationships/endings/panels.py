"""What either side's page of the other says about ends: the planned one, the last one, and those before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from foundation import clock
from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Text, refusals
from foundation.ui.actions import Action, Confirm
from foundation.ui.slots import Panel
from foundation.ui.states import Badge, badge
from foundation.ui.times import day_text
from relationships.endings.impact import answers_for, takeovers
from relationships.endings.models import PartnershipEnding
from relationships.endings.notices import decider_of
from relationships.endings.reassignment import refusals_in
from relationships.endings.rules import Leaving, is_not_planned_yet
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership


@dataclass(frozen=True)
class Handed:
    """What has become of one kind that was to be handed over."""

    label: Text
    to: str
    moved: int
    kept: int
    kept_because: Text
    is_over: bool
    refusals: list[Refusal]


@dataclass(frozen=True)
class Ended:
    """One end, past or planned, as both sides read it."""

    ending: PartnershipEnding
    by: str
    handed: list[Handed]
    keep: Action | None = None
    hand_over: Action | None = None
    left: int = 0


def panel_for(actor: Actor, partnership: Partnership) -> list[Panel]:
    """Return the panel about the ends of the partnerships of these two, none where there is none.

    No query for who never ended one; else one, and one more where something is or was to be handed over.
    """
    if not getattr(partnership, "has_ends", True):
        return []
    around = PartnershipEnding.objects.visible_to(actor).select_related("partnership__reseller", "decided_by_tenant")
    rows = around.filter(
        partnership__provider=partnership.provider_id, partnership__reseller=partnership.reseller_id, cancelled_at=None
    )
    endings = list(rows.order_by("-decided_at", "-pk"))
    if not endings:
        return []
    successors = _successors(endings) if actor.tenant_id == partnership.provider_id else {}
    told = [_told(actor, each, partnership, successors) for each in endings]
    return [Panel("relationships/endings/panel.html", told)]


def ends_badge(partnership: Partnership) -> Badge | None:
    """Return “Ends on …”, or “Ended”, for a row of `with_planned_end`; None for a partnership that simply goes on."""
    if partnership.ended_at:
        return badge("ended", _("Ended on {day}").format(day=day_text(localdate(partnership.ended_at))))
    ends_at: datetime | None = getattr(partnership, "ends_at", None)
    return badge("expiring", _("Ends on {day}").format(day=day_text(localdate(ends_at)))) if ends_at else None


def with_end(name: str, partnership: Partnership) -> str:
    """Return a company's name for a row of `with_planned_end`, with the badge where there is one."""
    mark = ends_badge(partnership)
    return format_html("{} {}", name, mark) if mark else name


def remove_reseller(actor: Actor, partnership: Partnership) -> Iterable[Action]:
    """Return *Remove partnership* for a reseller's row or page; nothing for one that has ended."""
    url = reverse("reseller_remove", args=[partnership.reseller_id])
    own = actor.tenant.name if actor.tenant else ""
    names = (own, partnership.reseller.name)
    return _remove(actor, partnership, names, url, permitted=actor.may("partnerships.end"))


def remove_provider(actor: Actor, partnership: Partnership) -> Iterable[Action]:
    """Return *Remove partnership* for a provider's row or page; nothing for one that has ended."""
    url = reverse("provider_remove", args=[partnership.provider_id])
    own = actor.tenant.name if actor.tenant else ""
    names = (partnership.provider.name, own)
    return _remove(actor, partnership, names, url, permitted=actor.may("partnerships.leave"))


def _remove(
    actor: Actor, partnership: Partnership, names: tuple[str, str], url: str, *, permitted: bool
) -> Iterable[Action]:
    if partnership.ended_at:
        return []
    ends_at: datetime | None = getattr(partnership, "ends_at", None)
    own = getattr(partnership, "end_planned_by", None) == actor.tenant_id
    today = localdate(clock.now())
    planned = localdate(ends_at) if ends_at else None
    facts = Leaving(*names, other="", today=today, day=None, planned_for=planned, may_overtake=not own)
    against = refusals([is_not_planned_yet], facts)
    label = gettext_lazy("Remove partnership")
    return [Action(label, url, icon="delete", kind="danger", permitted=permitted, refusals=against)]


def _told(actor: Actor, ending: PartnershipEnding, partnership: Partnership, successors: dict[str, Partner]) -> Ended:
    may_keep = ending.decided_by_tenant_id == actor.tenant_id and ending.is_planned and not ending.is_due(clock.now())
    is_provider = actor.tenant_id == partnership.provider_id
    is_latest = ending.partnership_id == partnership.pk
    handed = _handed(ending, successors) if is_provider else []
    left = _left(actor, partnership) if is_provider and is_latest and ending.reassigned_at else 0
    hand_over = None
    if is_provider and is_latest and (left or ending.is_planned):
        url = reverse("reseller_reassign", args=[partnership.reseller_id])
        permitted = actor.may("partnerships.end")
        hand_over = Action(_("Hand over to another reseller"), url, icon="swap", permitted=permitted)
    keep = _keep(actor, partnership, is_provider) if may_keep else None
    return Ended(ending, decider_of(ending), handed, keep, hand_over, left)


def _keep(actor: Actor, partnership: Partnership, is_provider: bool) -> Action:
    """Return *Take back*, for the side that has planned the end."""
    name, other, permission = (
        ("reseller_keep", partnership.reseller_id, "partnerships.end")
        if is_provider
        else ("provider_keep", partnership.provider_id, "partnerships.leave")
    )
    question = Confirm(_("The partnership goes on as before. Both sides are told."), _("Take back the planned end?"))
    url, permitted = reverse(name, args=[other]), actor.may(permission)
    return Action(_("Take back the end"), url, icon="undo", post=True, permitted=permitted, confirm=question)


def _handed(ending: PartnershipEnding, successors: dict[str, Partner]) -> list[Handed]:
    told = []
    for key, takeover in takeovers().items():
        if key in ending.reassignment:
            chosen, outcome = ending.reassignment[key], ending.outcome.get(key, {})
            told.append(
                Handed(
                    label=takeover.question,
                    to=(outcome.get("to") or successors[chosen].name) if chosen else str(takeover.nobody),
                    moved=outcome.get("moved", 0),
                    kept=outcome.get("kept", 0),
                    kept_because=takeover.kept,
                    is_over=bool(outcome.get("over")),
                    refusals=refusals_in(outcome),
                )
            )
    return told


def _left(actor: Actor, partnership: Partnership) -> int:
    """Return how much could still be handed over. One query."""
    return sum(each.live for each in answers_for(actor, partnership, clock.now()) if each.kind.takeover)


def _successors(endings: list[PartnershipEnding]) -> dict[str, Partner]:
    """Return the resellers chosen whose names no outcome tells yet, by the text of their ids, in one query or none."""
    ids = {
        UUID(value)
        for ending in endings
        for key, value in ending.reassignment.items()
        if value and key not in ending.outcome
    }
    return {str(pk): partner for pk, partner in Partner.objects.in_bulk(ids).items()} if ids else {}
