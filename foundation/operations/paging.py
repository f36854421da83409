"""Paging of the operators' lists: nobody counts a million rows."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    Pages = Paginator[Model]
else:
    Pages = Paginator

COUNTED_UP_TO = 1_000
"""Rows counted, and reachable by page number; beyond them an operator searches or filters."""


class BoundedPaginator(Pages):
    """A paginator whose count stops at `COUNTED_UP_TO`; `more` says that there are more rows than it counted."""

    @cached_property
    def counted(self) -> int:
        """Number of rows, at most one more than `COUNTED_UP_TO`."""
        rows = cast("QuerySet[Model]", self.object_list)
        return rows.order_by()[: COUNTED_UP_TO + 1].count()

    @cached_property
    def count(self) -> int:
        """Number of rows that can be paged through."""
        return min(self.counted, COUNTED_UP_TO)

    @property
    def more(self) -> bool:
        """Whether there are rows beyond the counted ones."""
        return self.counted > COUNTED_UP_TO
