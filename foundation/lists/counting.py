"""Totals that stay cheap however many rows there are."""

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format

CAP = 1000
"""Rows are counted up to here; beyond, the total is "1,000+"."""


def capped_count(rows: QuerySet[Any], cap: int = CAP) -> str:
    """Return how many rows there are, in words, in one query that stops at `cap`."""
    found = rows.order_by().values("pk")[: cap + 1].count()
    words: str = number_format(min(found, cap), use_l10n=True, force_grouping=True)
    return f"{words}+" if found > cap else words
