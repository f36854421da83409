"""Names and number of saved views."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule

MOST = 20
"""Saved views of one list that a person can have in a company."""


@dataclass(frozen=True)
class Keeping:
    """A name somebody gives a view of a list. `number`: how many the list would have; `taken`: another has the name."""

    name: str
    number: int
    taken: bool


@rule(
    "saved-view-name",
    statement=_("The saved views of one list have different names."),
    source="decision of the portal",
    refusal=_("You have a view of this list called “{name}” already."),
    remedy=_("Choose another name, or remove the old view first."),
)
def has_a_name_of_its_own(facts: Keeping) -> Params | None:
    """Refuse a name that another view of the list has."""
    return {"name": facts.name} if facts.taken else None


@rule(
    "saved-view-limit",
    statement=_("A person keeps at most 20 views of one list."),
    source="decision of the portal",
    refusal=_("You have {most} saved views of this list already, and more would be hard to find one's way in."),
    remedy=_("Remove one that you do not need any more."),
)
def has_room(facts: Keeping) -> Params | None:
    """Refuse one view too many."""
    return {"most": MOST} if facts.number > MOST else None


KEEPING_RULES = (has_a_name_of_its_own, has_room)
"""What must hold before a view is saved or renamed."""
