"""*What this reseller can do*: upper floors, which own the pages where it is done, register each ability.

Source 002 names four, and three levels of access that they give.
"""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Text
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_of
from relationships.partnerships.rules import Pair


@dataclass(frozen=True)
class Ability:
    """One thing that a provider can do for, or with, a reseller.

    `where` is the page on which it is done, `url` the way there. Without `permitted` the reader's role is not enough;
    with `refusals` nobody can for now. An ability that gives a level of access says which: `goal` is what it
    accomplishes, `doing` how. `condition` is what must hold of the single case besides.
    """

    order: int
    label: Text
    where: Text
    url: str
    permitted: bool
    refusals: tuple[Refusal, ...] = ()
    goal: Text = ""
    doing: Text = ""
    condition: Text = ""


Give = Callable[[Actor, Pair], Ability]

_abilities: list[Give] = []


def register_ability(give: Give) -> None:
    """Let a floor above say how its ability stands for an actor and a pair. It asks the database nothing."""
    _abilities.append(give)


def abilities_of(actor: Actor, partnership: Partnership) -> list[Ability]:
    """Return what can be done for this reseller and what cannot, in order; one query unless the pair is known."""
    pair = pairs_of([partnership])[partnership.pk]
    return sorted((give(actor, pair) for give in _abilities), key=lambda ability: ability.order)
