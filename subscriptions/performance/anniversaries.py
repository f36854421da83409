"""The anniversaries of resellers' enrolments. Pure arithmetic over dates."""

from datetime import date

from subscriptions.ordering.terms import months_later


def next_anniversary(enrolled: date, today: date) -> date:
    """Return the first anniversary after `today`; the day of enrolment itself is none."""
    years = max(1, today.year - enrolled.year)
    while (day := months_later(enrolled, 12 * years)) <= today:
        years += 1
    return day


def last_anniversary(enrolled: date, today: date) -> date | None:
    """Return the latest anniversary up to and including `today`, or None before the first."""
    years = today.year - enrolled.year
    while years >= 1:
        if (day := months_later(enrolled, 12 * years)) <= today:
            return day
        years -= 1
    return None
