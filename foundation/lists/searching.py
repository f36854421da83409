"""Search by any part of a text, served by trigram indexes."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IContains
from django.db.models.sql.compiler import SQLCompiler

SHORTEST = 3
"""Characters a search needs: a trigram index knows nothing shorter."""

LONGEST = 100
"""Characters of a search that are looked at."""


class Holds(IContains):
    """`column ILIKE '%text%'`. Django's own icontains compares UPPER(column), which no index on the column serves."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Compare the bare column."""
        column, before = compiler.compile(self.lhs)
        text, after = self.process_rhs(compiler, connection)
        return f"{column} ILIKE {text}", [*before, *after]


def holding(rows: QuerySet[Any], columns: tuple[str, ...], text: str) -> QuerySet[Any]:
    """Return the rows in which one of these text columns holds `text`, whatever the case."""
    condition = Q()
    for column in columns:
        condition |= Q(Holds(F(column), text))
    return rows.filter(condition)
