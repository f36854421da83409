"""A list ready to be drawn by `lists/list.html` and `lists/results.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.lists.address import Asked, sort_keys
from foundation.lists.cells import columns_for, drawn, loaded, value_of
from foundation.lists.counting import capped_count
from foundation.lists.declaration import RESERVED, Column, List
from foundation.lists.keyset import read_page
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.actions import Action


@dataclass(frozen=True)
class Head:
    """A column's head. `url` sorts by it, or the other way round if that is in force; `direction` is aria-sort's."""

    key: str
    label: Text
    css: str
    url: str
    direction: str


@dataclass(frozen=True)
class Line:
    """A row: its cells (attributes and HTML), the links in it, the actions of its menu and its detail's address."""

    key: Any
    name: str
    cells: list[tuple[str, str]]
    links: list[Action]
    menu: list[Action]
    detail: str


@dataclass(frozen=True)
class DrawnList:
    """Everything the templates need, worked out."""

    listing: List
    asked: Asked
    heads: list[Head]
    lines: list[Line]
    total: str
    pager: dict[str, str]
    has_actions: bool

    @property
    def has_detail(self) -> bool:
        """Whether rows open."""
        return self.listing.expand is not None

    @property
    def id(self) -> str:
        """Id of the part that a partial refresh replaces."""
        return f"list-{self.listing.key}"

    @property
    def form_id(self) -> str:
        """Id of the form of search and filters."""
        return f"{self.id}-tools"

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing at all, filters aside; a filter that hides rows by itself may have something."""
        hides = any(choice.otherwise for choice, _options in self.asked.offered)
        return not (self.lines or self.asked.is_narrowed or hides)

    @property
    def has_views(self) -> bool:
        """Whether there is something to choose, and so to save."""
        return not self.is_blank and bool(self.listing.search or self.asked.offered)

    @property
    def first_action(self) -> Action | None:
        """The action that makes the first row."""
        make = self.listing.empty.action
        return make(self.asked.actor) if make else None

    @property
    def export_url(self) -> str:
        """Address of the file with the rows asked for, or an empty text."""
        return self.asked.url(export="csv") if self.listing.export_name else ""

    @property
    def clear_url(self) -> str:
        """Address of the whole list."""
        return self.asked.url(q="", **dict.fromkeys((choice.key for choice, _ in self.asked.offered), ""))

    @property
    def chips(self) -> list[tuple[Text, Text, str]]:
        """The filters in force: label, value's label and the address without it."""
        searched = [(self.listing.search_label, self.asked.search, self.asked.url(q=""))] if self.asked.search else []
        return searched + [
            (choice.label, options[self.asked.filters[choice.key]], self.asked.url(**{choice.key: ""}))
            for choice, options in self.asked.offered
            if choice.key in self.asked.filters
        ]

    @property
    def other_params(self) -> list[tuple[str, str]]:
        """Parameters of the address that are not the list's, to be kept by its form."""
        own = RESERVED | {choice.key for choice, _ in self.asked.offered}
        return [(name, value) for name, values in self.asked.params.lists() if name not in own for value in values]

    @property
    def sortings(self) -> list[tuple[str, Text, bool, bool]]:
        """What the list can be sorted by: order, label, whether downwards, whether in force."""
        return [
            (order, column.label, is_down(self.listing, order), order == self.asked.order)
            for column in columns_for(self.listing, self.asked.actor)
            if column.order
            for order in (column.order, f"-{column.order}")
        ]


def draw(listing: List, asked: Asked, rows: QuerySet[Any]) -> DrawnList:
    """Read one page of these rows and the total, in two queries besides those of columns and actions, and draw it."""
    page = read_page(rows, sort_keys(listing, asked.order), asked.place, listing.page_size)
    columns = columns_for(listing, asked.actor)
    lines = draw_lines(listing, columns, asked.actor, page.rows)
    pager = {
        "first": asked.url() if page.before else "",
        "previous": asked.url(before=page.before) if page.before else "",
        "next": asked.url(after=page.after) if page.after else "",
        "last": asked.url(last="1") if page.after else "",
    }
    has_actions = any(line.links or line.menu for line in lines)
    return DrawnList(
        listing, asked, [head(listing, asked, each) for each in columns], lines, capped_count(rows), pager, has_actions
    )


def head(listing: List, asked: Asked, column: Column) -> Head:
    """Draw a column's head."""
    css = "end" if column.at_end else ""
    if not column.order:
        return Head(column.key, column.label, css, "", "")
    in_force = asked.order.removeprefix("-") == column.order
    other = column.order if not in_force or asked.order.startswith("-") else f"-{column.order}"
    direction = ("descending" if is_down(listing, asked.order) else "ascending") if in_force else ""
    url = asked.url(order="" if other == listing.default_order else other)
    return Head(column.key, column.label, css, url, direction)


def is_down(listing: List, order: str) -> bool:
    """Say whether an order begins with the greatest."""
    return sort_keys(listing, order)[0].startswith("-")


def draw_lines(listing: List, columns: Sequence[Column], actor: Actor, rows: Sequence[Any]) -> list[Line]:
    """Draw the rows of a page."""
    values = loaded(columns, actor, rows)
    marks = [cell_attributes(column, first=index == 0) for index, column in enumerate(columns)]
    actions = listing.actions_of(actor, rows)
    lines = []
    for row in rows:
        cells = [value_of(column, row, values) for column in columns]
        html = [drawn(column, row, cell, actor) for column, cell in zip(columns, cells, strict=True)]
        name = str(listing.row_name(row) if listing.row_name else cells[0])
        harmless = [each for each in actions[row.pk] if not (each.post or each.refusals or each.kind == "danger")]
        links = harmless[: listing.inline_actions]
        menu = [each for each in actions[row.pk] if each not in links]
        detail = listing.expand(row) if listing.expand else ""
        lines.append(Line(row.pk, name, list(zip(marks, html, strict=True)), links, menu, detail))
    return lines


def cell_attributes(column: Column, *, first: bool) -> SafeString:
    """Return the attributes of a column's cells: on a phone each tells its label, but the first, the row's head."""
    css = format_html('class="{}" ', "end") if column.at_end else ""
    label = "" if first else format_html('data-label="{}"', column.label)
    return format_html("{}{}", css, label)
