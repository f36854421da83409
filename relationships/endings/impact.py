"""What hangs on a partnership: told before it ends, and handed over afterwards.

Each floor registers its kinds from its `apps.py`. A line is counted by an expression over the partnership's row, so
that everything together is one query, however many floors there are:

    Line(_("Customers"), lambda now: counted(CustomerRelationship.objects.filter(partner=OuterRef("provider"), …)))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Text
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import Pair


@dataclass(frozen=True)
class Line:
    """So many of something. `count` gives the expression that counts them (see `counted`).

    `url` gives where they are listed for whoever asks, or an empty text. What is over (`is_history`) is only told.
    """

    label: Text
    count: Callable[[datetime], Coalesce]
    url: Callable[[Actor, Partnership], str] = lambda _actor, _partnership: ""
    is_history: bool = False


@dataclass(frozen=True)
class Moved:
    """What one step of a takeover did: `moved` went to the successor (or to nobody), `kept` to the provider instead.

    Both are 0 when nothing is left to move.
    """

    moved: int = 0
    kept: int = 0


class Move(Protocol):
    """Hands over at most `size` of what still names the partnership's reseller, and says what it did.

    Called in a transaction, with the successor's partnership held; it locks what it changes, and puts each on record.
    """

    def __call__(
        self, *, actor: Actor, now: datetime, partnership: Partnership, successor: Partner | None, size: int
    ) -> Moved:
        """Do one step."""


@dataclass(frozen=True)
class Takeover:
    """How the provider can hand a kind over.

    `question` and `nobody` are the field's label and the words for "to no reseller". `refusals` says why a reseller may
    not take it over. What a reseller may not take in the single case goes to the provider, and `kept` says why;
    `fitting`, where there is one, tells beforehand how many each reseller can take.
    """

    question: Text
    nobody: Text
    kept: Text
    refusals: Callable[[Pair], list[Refusal]]
    move: Move
    fitting: Callable[[Partnership, datetime], Mapping[UUID, int]] | None = None


@dataclass(frozen=True)
class Impact:
    """A kind of thing that hangs on partnerships, under a key; a lower `order` is told, and handed over, first.

    `fate` says what becomes of it. What `weighs` counts towards the number from which the other company's name must be
    typed. The provider's own business (`provider_only`) is not told to the reseller.
    """

    key: str
    label: Text
    fate: Text
    lines: Sequence[Line]
    order: int
    weighs: bool = False
    provider_only: bool = False
    takeover: Takeover | None = None


@dataclass(frozen=True)
class Told:
    """A line as one reader gets it."""

    label: Text
    number: int
    url: str
    is_history: bool


@dataclass(frozen=True)
class Answer:
    """A kind, and how many of it hang on one partnership."""

    kind: Impact
    lines: Sequence[Told]

    @property
    def live(self) -> int:
        """How many there are that are not over."""
        return sum(line.number for line in self.lines if not line.is_history)


_kinds: dict[str, Impact] = {}


def register_impact(kind: Impact) -> None:
    """Add a kind of thing that hangs on partnerships. Raises ValueError for a key that is there already."""
    if kind.key in _kinds:
        raise ValueError(f"There is an impact {kind.key} already.")
    _kinds[kind.key] = kind
    for key in sorted(_kinds, key=lambda each: _kinds[each].order):
        _kinds[key] = _kinds.pop(key)


def counted(rows: QuerySet[Any]) -> Coalesce:
    """Return the expression for how many these rows are; they refer to the partnership by `OuterRef`."""
    number = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def answers_for(actor: Actor, partnership: Partnership, now: datetime) -> list[Answer]:
    """Return what hangs on a partnership, as far as this side of it is told. One query."""
    kinds = [kind for kind in _kinds.values() if not kind.provider_only or actor.tenant_id != partnership.reseller_id]
    wanted = {f"{kind.key}_{number}": line for kind in kinds for number, line in enumerate(kind.lines)}
    counts = {f"count_{key}": line.count(now) for key, line in wanted.items()}
    found = Partnership.objects.annotate(**counts).values(*counts).get(pk=partnership.pk)
    told = {key: _told(line, found[f"count_{key}"], actor, partnership) for key, line in wanted.items()}
    return [Answer(kind, [told[f"{kind.key}_{number}"] for number, _ in enumerate(kind.lines)]) for kind in kinds]


def weight_of(answers: Sequence[Answer]) -> int:
    """Return how much hangs on a partnership: the customers and the subscriptions."""
    return sum(answer.live for answer in answers if answer.kind.weighs)


def takeovers() -> dict[str, Takeover]:
    """Return the kinds that can be handed over, by key, in the order in which it is done."""
    return {kind.key: kind.takeover for kind in _kinds.values() if kind.takeover}


def impact_of(key: str) -> Impact:
    """Return the kind with this key. Raises KeyError for an unknown one."""
    return _kinds[key]


def _told(line: Line, number: int, actor: Actor, partnership: Partnership) -> Told:
    return Told(line.label, number, line.url(actor, partnership) if number else "", line.is_history)
