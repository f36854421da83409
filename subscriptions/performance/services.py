"""Watching the revenue floor (R25): a warning 90 days before an anniversary, and what happens on the day."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.db import OperationalError, transaction

from foundation.audit import services as audit
from foundation.organisations.actor import portal
from foundation.rules import Refusal, refusals
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme
from relationships.partners.services import lock_partner
from subscriptions.ordering.terms import months_later
from subscriptions.performance.anniversaries import last_anniversary, next_anniversary
from subscriptions.performance.models import RevenueWarning
from subscriptions.performance.notices import tell_lapsed, tell_warned
from subscriptions.performance.revenue import revenue_of
from subscriptions.performance.rules import LAPSE_YEARS, NOTICE_DAYS, Turnover, is_above_the_floor

AT_ONCE = 200
"""Resellers whose revenue is worked out with one query."""

CATCH_UP = timedelta(days=30)
"""How long after an anniversary it is still acted upon: longer downtimes let a reseller off."""


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """A reseller whose anniversary is near or has just been."""

    partner_id: UUID
    anniversary: date


class Act(Protocol):
    """What is done about a reseller that is due; it says how many rows it wrote."""

    def __call__(self, *, now: datetime, due: tuple[Due, Decimal]) -> int:
        """Do it."""


def watch_revenue_floor(*, now: datetime) -> int:
    """Warn resellers below the floor, and let the authorisation of those warned lapse on their anniversary.

    Idempotent: each is warned once for an anniversary and lapses once. Returns how many were written.
    """
    return _each(warn, now, about_to_be(now)) + _each(lapse, now, just_been(now))


def about_to_be(now: datetime) -> Iterator[tuple[Due, Decimal]]:
    """Give resellers below the floor with an anniversary within the notice time, who have not been warned of it."""
    today = now.date()
    near = [
        Due(partner, day)
        for partner, enrolled in _enrolled(today)
        if (day := next_anniversary(enrolled, today)) <= today + timedelta(days=NOTICE_DAYS)
    ]
    warned = _warned(near)
    yield from _below_the_floor([due for due in near if due not in warned], today)


def just_been(now: datetime) -> Iterator[tuple[Due, Decimal]]:
    """Give resellers, warned before, who were below the floor on an anniversary that has just been."""
    today = now.date()
    been = [
        Due(partner, day)
        for partner, enrolled in _enrolled(today)
        if (day := last_anniversary(enrolled, today)) and day > today - CATCH_UP
    ]
    for due in _warned(been):
        yield from _below_the_floor([due], due.anniversary - timedelta(days=1))


@transaction.atomic
def warn(*, now: datetime, due: tuple[Due, Decimal]) -> int:
    """Put a warning on record and tell the reseller and its providers; 1 if it was this call that did."""
    wanted, revenue = due
    partner = lock_partner(Partner(pk=wanted.partner_id))
    row, made = RevenueWarning.objects.get_or_create(
        reseller=partner, anniversary=wanted.anniversary, defaults={"revenue_usd": revenue, "warned_at": now}
    )
    if made:
        audit.record(actor=portal(), now=now, verb="revenue_floor.warned", subject=partner, revenue_usd=str(revenue))
        tell_warned(now=now, warning=row, refusal=refusal_of(partner, revenue, wanted.anniversary))
    return int(made)


@transaction.atomic
def lapse(*, now: datetime, due: tuple[Due, Decimal]) -> int:
    """Let the reseller's authorisation lapse for a year from its anniversary on; 1 if it was this call that did."""
    wanted, revenue = due
    partner = lock_partner(Partner(pk=wanted.partner_id))
    enrolment = Enrolment.objects.get(partner=partner, programme=Programme.INDIRECT_RESELLER)
    until = months_later(wanted.anniversary, 12 * LAPSE_YEARS)
    if enrolment.lapsed_until and enrolment.lapsed_until >= until:
        return 0
    enrolment.lapsed_until = until
    enrolment.save(update_fields=["lapsed_until"])
    audit.record(
        actor=portal(),
        now=now,
        verb="enrolment.lapsed",
        subject=enrolment,
        until=until.isoformat(),
        revenue_usd=str(revenue),
    )
    tell_lapsed(now=now, reseller=partner, until=until)
    return 1


def refusal_of(partner: Partner, revenue: Decimal, anniversary: date) -> Refusal | None:
    """Return what the rule says of this revenue."""
    found = refusals((is_above_the_floor,), Turnover(partner.name, revenue, anniversary.isoformat()))
    return found[0] if found else None


def _each(act: Act, now: datetime, dues: Iterable[tuple[Due, Decimal]]) -> int:
    """Do it for each reseller, of whom none holds up the others: what fails is logged and tried again next time."""
    written = 0
    for due in dues:
        try:
            written += act(now=now, due=due)
        except OperationalError:  # A deadlock, or the database is gone: nothing is wrong with this one.
            raise
        except Exception:
            log.exception("%s is left out of the sweep of the revenue floor", due[0])
    return written


def _enrolled(today: date) -> list[tuple[UUID, date]]:
    """Return the resellers in force with the day their enrolment became active; those who have lapsed aside."""
    rows = Enrolment.objects.filter(
        programme=Programme.INDIRECT_RESELLER, state=Enrolment.State.ACTIVE, activated_at__isnull=False
    ).exclude(lapsed_until__gt=today)
    return [(partner, at.date()) for partner, at in rows.values_list("partner", "activated_at") if at]


def _warned(near: list[Due]) -> set[Due]:
    """Return those among these who have been warned."""
    rows = RevenueWarning.objects.filter(reseller__in=[due.partner_id for due in near])
    return {Due(*row) for row in rows.values_list("reseller", "anniversary")} & set(near)


def _below_the_floor(near: list[Due], until: date) -> Iterator[tuple[Due, Decimal]]:
    """Give those whose revenue of the twelve months up to `until` is too little, with the revenue."""
    for start in range(0, len(near), AT_ONCE):
        chunk = near[start : start + AT_ONCE]
        revenue = revenue_of([due.partner_id for due in chunk], until)
        for due in chunk:
            if is_above_the_floor.check(Turnover("", revenue[due.partner_id], "")):
                yield due, revenue[due.partner_id]
