"""What an address asks of a list, and the addresses of its neighbours."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.lists.declaration import Choice, List
from foundation.lists.keyset import Place, turned
from foundation.lists.searching import LONGEST, SHORTEST, holding
from foundation.organisations.actor import Actor

PLACES = ("after", "before", "last")


@dataclass
class Asked:
    """What one address asks of a list. What it asks in vain (a filter's value that is none) stands in `notes`."""

    path: str
    params: QueryDict
    actor: Actor
    search: str = ""
    order: str = ""
    place: Place = field(default_factory=Place)
    filters: dict[str, str] = field(default_factory=dict)
    offered: list[tuple[Choice, dict[str, Any]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves rows out."""
        return bool(self.search or self.filters)

    def url(self, **changes: str) -> str:
        """Return this address with other values (empty ones left out), on the first page unless a place is given."""
        params = self.params.copy()
        for name in (*PLACES, "export"):
            params.pop(name, None)
        for name, value in changes.items():
            params[name] = value
        for name in [name for name in params if not params[name]]:
            del params[name]
        return f"{self.path}?{params.urlencode()}" if params else self.path


def asked_of(listing: List, actor: Actor, path: str, params: QueryDict) -> Asked:
    """Return what an address asks of this list."""
    params = params.copy()
    asked = Asked(path, params, actor)
    asked.order = _order(listing, params.get("order", ""))
    if asked.order == listing.default_order:
        params.pop("order", None)  # Addresses stay short: the usual order need not be said.
    asked.place = Place(params.get("after", ""), params.get("before", ""), "last" in params)
    _read_search(listing, asked)
    for choice in listing.filters:
        if choice.when(actor):
            _read_filter(choice, asked)
    return asked


def query_of(listing: List, params: QueryDict) -> str:
    """Return what of an address is this list's own choice: search, filters and order, without the page shown."""
    kept = QueryDict(mutable=True)
    for name in ("q", *(choice.key for choice in listing.filters), "order"):
        if value := params.get(name, ""):
            kept[name] = value
    return kept.urlencode()


def _order(listing: List, wanted: str) -> str:
    return wanted if wanted.removeprefix("-") in listing.orders else listing.default_order


def _read_search(listing: List, asked: Asked) -> None:
    typed = asked.params.get("q", "").replace("\x00", "").strip()[:LONGEST] if listing.search else ""
    if 0 < len(typed) < SHORTEST:
        asked.notes.append(_("Type at least three characters to search."))
    else:
        asked.search = typed


def _read_filter(choice: Choice, asked: Asked) -> None:
    options, value = choice.options(asked.actor), asked.params.get(choice.key, "")
    asked.offered.append((choice, options))
    if value in options:
        asked.filters[choice.key] = value
    elif value:
        asked.notes.append(_("“{label}” has no such value; it was left out.").format(label=choice.label))


def narrowed(listing: List, asked: Asked, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that the search and the filters leave."""
    for choice, _options in asked.offered:
        if choice.key in asked.filters:
            rows = choice.apply(rows, asked.filters[choice.key])
        elif choice.otherwise:
            rows = choice.otherwise(rows)
    return holding(rows, listing.search, listing.search_as(asked.search)) if asked.search else rows


def sort_keys(listing: List, order: str) -> tuple[str, ...]:
    """Return the sort keys of an order as the address calls it."""
    keys = listing.orders[order.removeprefix("-")]
    return turned(keys) if order.startswith("-") else keys
