"""How long terms last."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from subscriptions.ordering.terms import last_day, months_later


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        (date(2026, 3, 16), "P1M", date(2026, 4, 15)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 27)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 27)),
        (date(2026, 12, 1), "P1M", date(2026, 12, 31)),
        (date(2026, 1, 1), "P3Y", date(2028, 12, 31)),
    ],
)
def test_a_term_ends_the_day_before_the_next_one_begins(start: date, term: str, end: date) -> None:
    assert last_day(start, term) == end


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.sampled_from(["P1M", "P1Y", "P3Y"]))
def test_terms_follow_one_another_without_gap_or_overlap(start: date, term: str) -> None:
    """The next day is the same day of a later month, or that month's last day."""
    months = {"P1M": 1, "P1Y": 12, "P3Y": 36}[term]
    following = last_day(start, term) + timedelta(days=1)
    assert (following.year * 12 + following.month) - (start.year * 12 + start.month) == months
    assert following.day == start.day or (following + timedelta(days=1)).month != following.month
    assert months_later(start, months) == following
