"""What a purchase has been billed in a span of time. Pure arithmetic over dates."""

from datetime import date

from subscriptions.catalogue.models import Cycle
from subscriptions.ordering.terms import months_later

MONTHS = {Cycle.MONTHLY.value: 1, Cycle.ANNUAL.value: 12, Cycle.TRIENNIAL.value: 36}


def cycles_begun(first: date, cycle: str, *, after: date, until: date, last: date | None = None) -> int:
    """Return how many billing cycles begin after `after` and up to `until`, both days included at the end only.

    The first begins on `first`; none begins after `last`, if that is given. One time is one cycle, a trial none.
    """
    end = min(until, last) if last else until
    if cycle in MONTHS:
        return max(0, _begun(first, MONTHS[cycle], end) - _begun(first, MONTHS[cycle], after))
    return int(cycle == Cycle.ONE_TIME and after < first <= end)


def _begun(first: date, months: int, day: date) -> int:
    """Return how many cycles have begun up to and including `day`."""
    if day < first:
        return 0
    between = (day.year - first.year) * 12 + day.month - first.month
    if months_later(first, between) > day:
        between -= 1
    return between // months + 1
