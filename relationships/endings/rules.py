"""When a partnership can be ended, and what its end leaves alone (R67, R68)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule

DAYS_AHEAD = 365
"""How far ahead an end can be planned."""


@dataclass(frozen=True)
class Leaving:
    """A partnership that somebody wants to end.

    `other` is the company whose name is typed where `name_needed`. `day` is None for at once. Days are in the zone of
    whoever asks; `ended_on` is the ISO date of an end there has been, `planned_for` the day of one that is planned, and
    `may_overtake` says that it is the other side's, so that an earlier end may take its place.
    """

    provider: str
    reseller: str
    other: str
    today: date
    day: date | None
    ended_on: str = ""
    planned_for: date | None = None
    may_overtake: bool = False
    name_needed: bool = False
    name_typed: str = ""


@dataclass(frozen=True)
class TakingBack:
    """Somebody who wants to take back the end of a partnership, planned for `day` (an ISO date; empty for none)."""

    other: str
    day: str
    is_planned: bool
    is_due: bool
    is_own: bool


@dataclass(frozen=True)
class Succession:
    """A reseller that is to take over what another leaves. `due` says that the end has been decided on or is here."""

    provider: str
    reseller: str
    has_end: bool
    is_the_leaving_one: bool


@rule(
    "ending-once",
    statement=_("A partnership ends once; a later one between the same two is a new record."),
    source="dossier, J12",
    refusal=_("The partnership of {provider} and {reseller} ended on {day}."),
    remedy=_("Nothing needs to be done. To work together again, a new request is sent and accepted."),
)
def has_not_ended(facts: Leaving) -> Params | None:
    """Refuse a second end."""
    if not facts.ended_on:
        return None
    return {"provider": facts.provider, "reseller": facts.reseller, "day": facts.ended_on}


@rule(
    "ending-planned",
    statement=_("A partnership has one planned end; the other side may only bring it forward."),
    source="decision of the portal",
    refusal=_("An end of the partnership of {provider} and {reseller} is planned for {day} already."),
    remedy=_("Who planned it can take it back and choose another day; the other side can choose an earlier one."),
)
def is_not_planned_yet(facts: Leaving) -> Params | None:
    """Refuse a second planned end, unless the other side brings the first one forward."""
    planned = facts.planned_for
    if planned is None or (facts.may_overtake and (facts.day is None or facts.day < planned)):
        return None
    return {"provider": facts.provider, "reseller": facts.reseller, "day": planned.isoformat()}


@rule(
    "ending-day",
    statement=_("An end is planned for a day from tomorrow on, at most 365 days ahead; it comes with the day's start."),
    source="decision of the portal",
    refusal=_("A partnership cannot be planned to end on {day}."),
    remedy=_("Choose a day from {first} to {last}, or let the partnership end at once."),
)
def day_is_ahead(facts: Leaving) -> Params | None:
    """Refuse a day that has begun or is too far off."""
    first, last = facts.today + timedelta(days=1), facts.today + timedelta(days=DAYS_AHEAD)
    if facts.day is None or first <= facts.day <= last:
        return None
    return {"day": facts.day.isoformat(), "first": first.isoformat(), "last": last.isoformat()}


@rule(
    "ending-confirmed",
    statement=_("Where much hangs on a partnership, whoever ends it types the other company's name."),
    source="decision of the portal",
    refusal=_("The name typed is not that of {other}."),
    remedy=_("Type “{other}” to confirm; capital and small letters do not matter."),
)
def is_confirmed(facts: Leaving) -> Params | None:
    """Refuse an end of much without the name."""
    if not facts.name_needed or _same_name(facts.name_typed, facts.other):
        return None
    return {"other": facts.other}


LEAVING_RULES = (has_not_ended, is_not_planned_yet, day_is_ahead, is_confirmed)
"""What must hold before a partnership is ended or its end is planned."""


@rule(
    "ending-open",
    statement=_("Only an end that is planned can be taken back."),
    source="decision of the portal",
    refusal=_("No end of the partnership with {other} is planned."),
    remedy=_("Look at the page of {other}. If the partnership has ended, a new request is sent and accepted."),
)
def end_is_planned(facts: TakingBack) -> Params | None:
    """Refuse to take back what is not planned, or over."""
    return None if facts.is_planned else {"other": facts.other}


@rule(
    "ending-taken-back",
    statement=_("A planned end is taken back by the side that planned it, until it takes effect."),
    source="decision of the portal",
    refusal=_("The end of the partnership with {other}, planned for {day}, cannot be taken back."),
    remedy=_(
        "Only the side that planned it takes it back, and only before that day. After it, a new request is sent and "
        "accepted."
    ),
)
def can_be_taken_back(facts: TakingBack) -> Params | None:
    """Refuse what is due or the other side's."""
    if not facts.is_planned or (facts.is_own and not facts.is_due):
        return None
    return {"other": facts.other, "day": facts.day}


TAKING_BACK_RULES = (end_is_planned, can_be_taken_back)
"""What must hold before a planned end is taken back."""


@rule(
    "ending-successor",
    statement=_("What a reseller leaves is handed over when the end is planned or there, and to another reseller."),
    source="decision of the portal",
    refusal=_("What {reseller} has from {provider} cannot be handed over in this way."),
    remedy=_("End the partnership or plan its end first, and choose another reseller than {reseller}, or none."),
)
def can_be_handed_over(facts: Succession) -> Params | None:
    """Refuse to hand over without an end, or back to the one that leaves."""
    if facts.has_end and not facts.is_the_leaving_one:
        return None
    return {"provider": facts.provider, "reseller": facts.reseller}


R67 = kept(
    "R67",
    statement=_(
        "Removing a partnership removes neither customers nor admin rights. The source notifies nobody; the portal "
        "tells both sides."
    ),
    source="dossier, provider tasks",
    kept_by="relationships.partnerships.services.close_partnership",
)
R68 = kept(
    "R68",
    statement=_("Subscriptions of an ended partnership keep running and stay billed to the provider."),
    source="dossier, provider tasks; source 003",
    kept_by="relationships.partnerships.services.close_partnership",
)


def _same_name(typed: str, name: str) -> bool:
    """Say whether two names are the same but for capitals and blanks."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
