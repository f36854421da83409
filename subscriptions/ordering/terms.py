"""How long a term lasts."""

import calendar
from datetime import date, timedelta

from subscriptions.catalogue.models import Term

MONTHS = {Term.MONTH.value: 1, Term.YEAR.value: 12, Term.THREE_YEARS.value: 36}


def months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day(start: date, term: str) -> date:
    """Return the last day of a term (an ISO 8601 duration such as P1Y) that begins on `start`."""
    return months_later(start, MONTHS[term]) - timedelta(days=1)
