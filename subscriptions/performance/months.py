"""A provider's resellers month by month: how many there were, came, bought and stopped buying."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.rules import Text
from relationships.partnerships.models import Partnership
from subscriptions.ordering.terms import months_later
from subscriptions.orders.models import OrderLine

SHOWN = 12
"""Months shown, the present one included."""

QUIET = 6
"""Months without a purchase after which a reseller counts as churned."""


Span = tuple[UUID, date, date | None]
"""A partnership: the reseller, the day it began and the day it ended, if it has."""


class Trade:
    """What is known of a provider's resellers: their partnerships, and the months in which each has bought.

    A month is its first day. Each of the two is asked for when it is first needed.
    """

    def __init__(self, partnerships: Callable[[], list[Span]], bought: Callable[[], dict[UUID, set[date]]]) -> None:
        """Keep how to ask."""
        self._ask_partnerships, self._ask_bought = partnerships, bought

    @cached_property
    def partnerships(self) -> list[Span]:
        """Every partnership there is or was."""
        return self._ask_partnerships()

    @cached_property
    def bought(self) -> dict[UUID, set[date]]:
        """The months in which something was bought through each reseller."""
        return self._ask_bought()


@dataclass(frozen=True)
class Measure:
    """One figure of a month: `resellers` gives who is counted."""

    key: str
    label: Text
    meaning: Text
    resellers: Callable[[Trade, date], set[UUID]]


def trade_of(actor: Actor, now: datetime) -> Trade:
    """Return the trade of the actor's company: two queries at most. Purchases go back as far as the figures need."""

    def partnerships() -> list[Span]:
        rows = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id)
        return [
            (reseller, since.date(), ended.date() if ended else None)
            for reseller, since, ended in rows.values_list("reseller", "since", "ended_at")
        ]

    def bought() -> dict[UUID, set[date]]:
        earliest = months_later(now.date().replace(day=1), -(SHOWN + QUIET))
        lines = OrderLine.objects.filter(order__seller=actor.tenant_id, reseller__isnull=False)
        recent = lines.filter(order__placed_at__gte=datetime.combine(earliest, time(), UTC))
        pairs = recent.annotate(month=TruncMonth("order__placed_at", tzinfo=UTC))
        found: defaultdict[UUID, set[date]] = defaultdict(set)
        for reseller, month in pairs.values_list("reseller", "month").distinct():
            found[reseller].add(month.date())
        return found

    return Trade(partnerships, bought)


def months_until(now: datetime) -> list[date]:
    """Return the first days of the months shown, the latest last."""
    this = now.date().replace(day=1)
    return [months_later(this, -back) for back in reversed(range(SHOWN))]


def total(trade: Trade, month: date) -> set[UUID]:
    """Partners at the end of the month."""
    end = _end(month)
    return {key for key, since, ended in trade.partnerships if since <= end and (ended is None or ended > end)}


def new(trade: Trade, month: date) -> set[UUID]:
    """Those whose partnership began in the month."""
    return {key for key, since, _ended in trade.partnerships if month <= since <= _end(month)}


def transacting(trade: Trade, month: date) -> set[UUID]:
    """Those for whom something was bought in the month."""
    return {key for key, months in trade.bought.items() if month in months}


def active(trade: Trade, month: date) -> set[UUID]:
    """Those for whom something was bought in the month or the five before."""
    span = {months_later(month, -back) for back in range(QUIET)}
    return {key for key, months in trade.bought.items() if months & span}


def churned(trade: Trade, month: date) -> set[UUID]:
    """Those who were active a month before and are not any more."""
    return active(trade, months_later(month, -1)) - active(trade, month)


MEASURES = {
    each.key: each
    for each in (
        Measure("total", _("Total resellers"), _("Partners at the end of the month."), total),
        Measure("new", _("New resellers"), _("Partnerships that began in the month."), new),
        Measure(
            "active", _("Active resellers"), _("Something was bought through them in the last six months."), active
        ),
        Measure(
            "transacting", _("Transacting resellers"), _("Something was bought through them in the month."), transacting
        ),
        Measure("churned", _("Churned resellers"), _("Nothing for six months: they stopped being active."), churned),
    )
}
"""The figures by key, in the order in which they are shown."""


def _end(month: date) -> date:
    """Return the last day of a month."""
    return months_later(month, 1) - timedelta(days=1)
