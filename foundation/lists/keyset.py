"""Reading one page of an order by the keys of its neighbour, which costs the same on the first page and the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from foundation.lists import cursors


@dataclass(frozen=True)
class Place:
    """Where in an order a page is asked for: after a token, before a token, last, or (with none of them) first."""

    after: str = ""
    before: str = ""
    last: bool = False


@dataclass(frozen=True)
class Page:
    """Rows that follow one another, and the tokens of the pages beside them (empty where there is none)."""

    rows: list[Any]
    before: str = ""
    after: str = ""


def read_page(rows: QuerySet[Any], order: Sequence[str], place: Place, size: int) -> Page:
    """Return up to `size` rows at this place of the order, in one query; a token that is none gives the first page."""
    keys = [cursors.key_of(rows, name) for name in order]
    backwards = bool(place.last or (place.before and not place.after))
    start = None if place.last else cursors.decode(place.after or place.before, keys)
    if start is None and not place.last:
        backwards = False
    used = turned(order) if backwards else tuple(order)
    found = rows.order_by(*used)
    if start is not None:
        found = found.filter(beyond(used, start))
    taken = list(found[: size + 1])
    further, taken = len(taken) > size, taken[:size]
    if start is not None and (not taken or (backwards and not further and len(taken) < size)):
        # Rows have gone or come since the token was made: show the whole page at that end of the list.
        return read_page(rows, order, Place(last=not backwards), size)
    if backwards:
        taken.reverse()
    has_before = further if backwards else start is not None
    has_after = (start is not None) if backwards else further
    return Page(
        taken,
        before=cursors.encode(taken[0], keys) if has_before else "",
        after=cursors.encode(taken[-1], keys) if has_after else "",
    )


def turned(order: Sequence[str]) -> tuple[str, ...]:
    """Return the same order the other way round."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def beyond(order: Sequence[str], start: Sequence[Any]) -> Q:
    """Return the condition of the rows after the one with the keys `start`.

    Where all keys go the same way it is one comparison of rows, which an index serves from both ends.
    """
    columns, down = [name.removeprefix("-") for name in order], [name.startswith("-") for name in order]
    if len({*down}) == 1:
        compare = TupleLessThan if down[0] else TupleGreaterThan
        return Q(compare(Tuple(*(F(column) for column in columns)), tuple(start)))
    condition, equal = Q(), Q()
    for column, is_down, value in zip(columns, down, start, strict=True):
        condition |= equal & Q(**{f"{column}__{'lt' if is_down else 'gt'}": value})
        equal &= Q(**{column: value})
    return condition
