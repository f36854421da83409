"""Handing over what an ended partnership leaves: in chunks, each a transaction, as often as it takes.

What is still to do stands in the rows themselves: those that still name the reseller. So a worker may die at any
moment, a second one may try at the same time, and a repeat finds nothing.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from foundation.organisations.actor import portal
from foundation.rules import Refusal
from relationships.endings.impact import Moved, Takeover, impact_of, takeovers
from relationships.endings.models import PartnershipEnding
from relationships.endings.notices import tell_reassigned
from relationships.endings.services import succession_refusals, went_well
from relationships.partners.models import Partner
from relationships.partnerships.services import hold_partnerships

CHUNK = 200
"""Rows handed over in one transaction."""


def reassign(*, ending_id: int, now: datetime) -> None:
    """Hand over what is left of one ended partnership, unless somebody else is at it just now."""
    while _step(ending_id, now):
        pass


def reassign_all(*, now: datetime) -> int:
    """Go on with every reassignment that has not been finished; return how many there were. None holds up another."""
    unfinished = list(PartnershipEnding.objects.to_be_reassigned().order_by("carried_out_at", "pk").values_list("pk"))
    for (ending_id,) in unfinished:
        went_well(ending_id, partial(reassign, ending_id=ending_id, now=now))
    return len(unfinished)


@transaction.atomic
def _step(ending_id: int, now: datetime) -> bool:
    """Hand over one chunk; say whether there may be more. False too when somebody else is at it or it is finished."""
    seen = PartnershipEnding.objects.to_be_reassigned().filter(pk=ending_id).select_related("partnership").first()
    if seen is None:
        return False
    successors = [UUID(value) for value in seen.reassignment.values() if value]
    hold_partnerships(
        provider_id=seen.partnership.provider_id, reseller_ids=[seen.partnership.reseller_id, *successors]
    )
    free = PartnershipEnding.objects.to_be_reassigned().select_for_update(of=("self",), no_key=True, skip_locked=True)
    around = free.select_related("partnership__provider__tenant", "partnership__reseller__tenant")
    ending = around.filter(pk=ending_id).first()
    if ending is None or ending.reassignment != seen.reassignment:
        return False
    for key, takeover in takeovers().items():
        if key in ending.reassignment and not _is_over(ending, key):
            _hand_over(ending, key, takeover, now)
            ending.save(update_fields=["outcome"])
            return True
    ending.reassigned_at = now
    ending.save(update_fields=["reassigned_at"])
    tell_reassigned(now=now, ending=ending, taken=_taken(ending))
    return False


def _hand_over(ending: PartnershipEnding, key: str, takeover: Takeover, now: datetime) -> None:
    """Hand over one chunk of one kind and note what came of it; nothing where the successor may not take it by now."""
    chosen = ending.reassignment[key]
    successor_id = UUID(chosen) if chosen else None
    successor = Partner.objects.get(pk=successor_id) if successor_id else None
    to, so_far = successor.name if successor else "", ending.outcome.get(key, {})
    if against := succession_refusals(ending.partnership, {key: successor_id}, has_end=True):
        refused = [refusal.as_json() for refusal in against]
        ending.outcome[key] = {**so_far, "to": to, "refused": refused, "over": True}
        return
    moved = takeover.move(
        actor=portal(),
        now=now,
        partnership=ending.partnership,
        successor=successor,
        size=CHUNK,
    )
    ending.outcome[key] = {
        "to": to,
        "moved": so_far.get("moved", 0) + moved.moved,
        "kept": so_far.get("kept", 0) + moved.kept,
        "over": moved == Moved(),
    }


def _is_over(ending: PartnershipEnding, key: str) -> bool:
    return bool(ending.outcome.get(key, {}).get("over"))


def refusals_in(outcome: dict[str, object]) -> list[Refusal]:
    """Return why one kind was not handed over, from what was noted."""
    noted = outcome.get("refused", [])
    return [Refusal(each["code"], each["params"]) for each in noted] if isinstance(noted, list) else []


def _taken(ending: PartnershipEnding) -> dict[Partner, str]:
    """Return what each successor has got and has not been told of before, in words: kinds and numbers."""
    outcomes = {key: ending.outcome.get(key, {}) for key in ending.reassignment}
    numbers = {key: 0 if each.get("told") else each.get("moved", 0) for key, each in outcomes.items()}
    ids = [UUID(value) for value in ending.reassignment.values() if value]
    partners = Partner.objects.select_related("tenant").in_bulk(ids)
    told: dict[Partner, str] = {}
    for key, chosen in ending.reassignment.items():
        if chosen and numbers[key]:
            partner = partners[UUID(chosen)]
            words = f"{impact_of(key).label}: {numbers[key]}"
            told[partner] = f"{told[partner]}, {words}" if partner in told else words
    return told
