"""Ending a partnership: at once or on a day, taken back until then, carried out once, by whoever gets to it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone, localdate

from foundation.audit import services as audit
from foundation.background import wake
from foundation.organisations.actor import Actor, portal
from foundation.rules import Refusal, Refused, enforce, refusals
from relationships.endings.impact import answers_for, takeovers, weight_of
from relationships.endings.models import PartnershipEnding
from relationships.endings.notices import tell_ended, tell_planned, tell_taken_back
from relationships.endings.querysets import PartnershipEndingQuerySet
from relationships.endings.rules import (
    LEAVING_RULES,
    TAKING_BACK_RULES,
    Leaving,
    Succession,
    TakingBack,
    can_be_handed_over,
)
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import unknown_reseller
from relationships.partnerships.services import close_partnership, hold_partnerships

log = logging.getLogger(__name__)

REASSIGN = "partnerships.reassign"
"""The task that hands over what an ended partnership leaves."""


@dataclass(frozen=True)
class Wish:
    """What somebody has filled in to end a partnership.

    `day` is None for at once, else a calendar day in the reader's zone. `reassignment` gives, by the key of a kind, the
    reseller that takes it over, or None for nobody; what is not in it stays as it is.
    """

    reason: str
    day: date | None = None
    reassignment: Mapping[str, UUID | None] = field(default_factory=dict)
    name_typed: str = ""


@transaction.atomic
def end_partnership(*, actor: Actor, now: datetime, partnership: Partnership, wish: Wish) -> PartnershipEnding:
    """End a partnership, at once or on the day wished. Both sides are told. An operator types no name.

    An earlier end than the one the other side has planned takes that one's place; what the provider had chosen for
    the reassignment stays chosen, unless it is the provider that chooses now. Raises Refused with every rule against
    it; ValueError for a reassignment by another than the provider.
    """
    if wish.reassignment and not actor.is_operator and actor.tenant_id != partnership.provider_id:
        raise ValueError("Only the provider hands over what a reseller leaves.")
    partnership = _hold(partnership, wish.reassignment)
    planned = _locked_plan(partnership)
    against = refusals(LEAVING_RULES, leaving_facts(actor, partnership, planned, wish, now))
    if against := against + succession_refusals(partnership, wish.reassignment, has_end=True):
        raise Refused(against)
    reassignment = _as_json(wish.reassignment)
    if planned:
        _cancel(planned, actor=actor, now=now)
        reassignment = reassignment if actor.tenant_id == partnership.provider_id else planned.reassignment
    ending = PartnershipEnding.objects.create(
        partnership=partnership,
        decided_by_tenant=actor.tenant,
        decided_by=actor.name,
        decided_at=now,
        reason=wish.reason.strip(),
        takes_effect_at=_start_of(wish.day) if wish.day else now,
        reassignment=reassignment,
    )
    if wish.day is None:
        _carry_out(ending, actor=actor, now=now)
    else:
        _record(actor, now, "partnership.end_planned", ending)
        tell_planned(now=now, ending=ending)
    return ending


@transaction.atomic
def take_back_end(*, actor: Actor, now: datetime, ending: PartnershipEnding) -> PartnershipEnding:
    """Take back a planned end before it takes effect; both sides are told. Nothing if it has been taken back already.

    Raises Refused when it is over, due, or the other side's; operators take back either side's.
    """
    partnership = _lock(ending.partnership_id)
    ending = _endings().get(pk=ending.pk)
    if ending.cancelled_at:
        return ending
    facts = TakingBack(
        other=other_side(partnership, actor.tenant_id),
        day=localdate(ending.takes_effect_at).isoformat(),
        is_planned=ending.is_planned,
        is_due=ending.is_due(now),
        is_own=actor.is_operator or ending.decided_by_tenant_id == actor.tenant_id,
    )
    enforce(TAKING_BACK_RULES, facts)
    _cancel(ending, actor=actor, now=now)
    tell_taken_back(now=now, ending=ending)
    return ending


@transaction.atomic
def choose_reassignment(
    *, actor: Actor, now: datetime, partnership: Partnership, reassignment: Mapping[str, UUID | None]
) -> PartnershipEnding:
    """Choose who takes over what the reseller leaves, once the end is planned or there; kinds not named stay there.

    Until the end the choice takes the place of an earlier one. After it, it begins at once, and goes on for what is
    left. Raises Refused.
    """
    partnership = _hold(partnership, reassignment)
    ending = _endings().filter(partnership=partnership, cancelled_at=None).order_by("-decided_at", "-pk").first()
    if found := succession_refusals(partnership, reassignment, has_end=ending is not None):
        raise Refused(found)
    if ending is None:
        raise Refused([Refusal(can_be_handed_over.code, _names(partnership))])
    before, after = ending.reassignment, _as_json(reassignment)
    if ending.is_planned:
        ending.reassignment = after
    else:
        ending.reassignment = {**before, **after}
        told = {"told": True} if ending.reassigned_at else {}
        ending.outcome = {key: {**value, **told} for key, value in ending.outcome.items() if key not in after}
        ending.reassigned_at = None
        wake(REASSIGN, str(ending.pk))
    ending.save(update_fields=["reassignment", "outcome", "reassigned_at"])
    audit.record(
        actor=actor, now=now, verb="partnership.reassignment_chosen", subject=partnership, before=before, after=after
    )
    return ending


def carry_out_due(*, now: datetime) -> int:
    """Carry out the ends whose day has come; return how many. One that somebody holds just now waits for next time."""
    due = PartnershipEnding.objects.due(now).order_by("takes_effect_at", "pk")
    rows = list(due.values_list("partnership", "pk"))
    return sum(went_well(pk, partial(_carry_out_if_free, partnership, pk, now)) for partnership, pk in rows)


def went_well(ending_id: int, act: Callable[[], object]) -> bool:
    """Do what is due to one end; say whether something came of it. What fails is logged and holds up no other."""
    try:
        return bool(act())
    except Exception:
        log.exception("The end %s of a partnership is left out of this sweep", ending_id)
        return False


def leaving_facts(
    actor: Actor, partnership: Partnership, planned: PartnershipEnding | None, wish: Wish, now: datetime
) -> Leaving:
    """Return the facts of somebody who wants to end a partnership; `planned` is the end planned already, if any."""
    own = planned is not None and planned.decided_by_tenant_id == actor.tenant_id
    return Leaving(
        provider=partnership.provider.name,
        reseller=partnership.reseller.name,
        other=other_side(partnership, actor.tenant_id),
        today=localdate(now),
        day=wish.day,
        ended_on=localdate(partnership.ended_at).isoformat() if partnership.ended_at else "",
        planned_for=localdate(planned.takes_effect_at) if planned else None,
        may_overtake=actor.is_operator or not own,
        name_needed=not actor.is_operator and is_much(weight_of(answers_for(actor, partnership, now))),
        name_typed=wish.name_typed,
    )


def is_much(weight: int) -> bool:
    """Say whether so many customers and subscriptions ask for the other company's name to be typed."""
    return weight > settings.PARTNERSHIP_END_CONFIRM_ABOVE


def other_side(partnership: Partnership, tenant_id: UUID | None) -> str:
    """Return the name of the other company; for an operator the reseller's."""
    return partnership.provider.name if tenant_id == partnership.reseller_id else partnership.reseller.name


def succession_refusals(
    partnership: Partnership, reassignment: Mapping[str, UUID | None], *, has_end: bool
) -> list[Refusal]:
    """Return why what the reseller leaves cannot be handed over so, each reason once. Two queries."""
    wanted = {value for value in reassignment.values() if value}
    pairs = pairs_with(partnership.provider_id, wanted) if wanted else {}
    names = _names(partnership)
    kinds, found = takeovers(), []
    for key, successor in reassignment.items():
        facts = Succession(**names, has_end=has_end, is_the_leaving_one=successor == partnership.reseller_id)
        found += [refusal for refusal in (can_be_handed_over.check(facts),) if refusal]
        if successor and not facts.is_the_leaving_one:
            pair = pairs.get(successor)
            found += kinds[key].refusals(pair) if pair else [unknown_reseller(partnership.provider.name)]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def partnerships() -> QuerySet[Partnership]:
    """Return the partnerships with the companies around them."""
    return Partnership.objects.select_related("provider__tenant", "reseller__tenant")


def _hold(partnership: Partnership, reassignment: Mapping[str, UUID | None]) -> Partnership:
    """Hold the partnership and those of the successors, and return it as it stands; an ended one needs no holding."""
    hold_partnerships(
        provider_id=partnership.provider_id, reseller_ids=[partnership.reseller_id, *reassignment.values()]
    )
    return partnerships().get(pk=partnership.pk)


def _lock(partnership_id: UUID) -> Partnership:
    return partnerships().select_for_update(of=("self",), no_key=True).get(pk=partnership_id)


def _endings() -> PartnershipEndingQuerySet:
    """Return the ends, to be locked; whoever locks one has locked its partnership before."""
    rows = PartnershipEnding.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("partnership__provider__tenant", "partnership__reseller__tenant", "decided_by_tenant")


def _locked_plan(partnership: Partnership) -> PartnershipEnding | None:
    return _endings().planned().filter(partnership=partnership).first()


@transaction.atomic
def _carry_out_if_free(partnership_id: UUID, ending_id: int, now: datetime) -> bool:
    """Carry out one end unless somebody else is at it, has done it or has taken it back."""
    free = Partnership.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    if not list(free.filter(pk=partnership_id).values_list("pk")):
        return False
    ending = _endings().due(now).filter(pk=ending_id).first()
    if ending is None:
        return False
    _carry_out(ending, actor=portal(), now=now)
    return True


def _carry_out(ending: PartnershipEnding, *, actor: Actor, now: datetime) -> None:
    """End the partnership for good (locked), tell both sides, and have a worker hand over what is to be handed over."""
    close_partnership(actor=actor, now=now, partnership=ending.partnership, by=ending.decided_by, reason=ending.reason)
    ending.carried_out_at = now
    ending.reassigned_at = None if ending.reassignment else now
    ending.save(update_fields=["carried_out_at", "reassigned_at"])
    tell_ended(now=now, ending=ending)
    if ending.reassignment:
        wake(REASSIGN, str(ending.pk))


def _cancel(ending: PartnershipEnding, *, actor: Actor, now: datetime) -> None:
    ending.cancelled_at, ending.cancelled_by = now, actor.name
    ending.save(update_fields=["cancelled_at", "cancelled_by"])
    _record(actor, now, "partnership.end_taken_back", ending)


def _record(actor: Actor, now: datetime, verb: str, ending: PartnershipEnding) -> None:
    audit.record(
        actor=actor,
        now=now,
        verb=verb,
        subject=ending.partnership,
        takes_effect_at=ending.takes_effect_at.isoformat(),
        reason=ending.reason,
        reassignment=ending.reassignment,
    )


def _as_json(reassignment: Mapping[str, UUID | None]) -> dict[str, str]:
    return {key: str(value or "") for key, value in reassignment.items()}


def _names(partnership: Partnership) -> dict[str, str]:
    return {"provider": partnership.provider.name, "reseller": partnership.reseller.name}


def _start_of(day: date) -> datetime:
    """Return the moment in which a calendar day begins where the reader is."""
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())
