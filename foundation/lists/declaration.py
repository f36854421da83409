"""What a list is made of.

    CUSTOMERS = List(
        key="customers",
        title=_("Customers"),
        queryset=lambda actor: CustomerRelationship.objects.visible_to(actor).select_related("customer__tenant"),
        columns=[
            Column("name", _("Company name"), value=lambda row: row.customer.name, link=address_of, order="name"),
            Column("since", _("Since"), value=lambda row: row.created_at, order="since"),
        ],
        orders={"name": ("sort_name", "customer"), "since": ("-created_at", "-customer")},
        default_order="name",
        search=("sort_name",),
        empty=Empty(_("No customers yet"), _("Add a customer for one of your resellers."), icon="customers"),
        export_name="Customers",
    )

Rows are read only through `queryset`, which starts from `visible_to(actor)`. An order names columns that are never null
and ends in a unique one; `-name` in the address is the same order the other way round. One index per order, please.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.actions import Action

RowActions = Callable[[Actor, Sequence[Any]], Mapping[Any, Sequence[Action]]]
"""Gives the actions of a page of rows, by primary key, in a constant number of queries."""

RESERVED = frozenset({"q", "order", "after", "before", "last", "export"})
"""Parameters of the address that no filter may be called."""

ALL, SEARCH, EXPORT = _("All"), _("Search"), _("Export")


def everybody(actor: Actor) -> bool:
    """Say yes: the column or filter is there for every actor who sees the list."""
    return True


@dataclass(frozen=True)
class Column:
    """A column.

    `value` gives what stands in it: a text, number, day, moment, badge or safe HTML; moments are shown in the reader's
    zone. `load` gives the values of a page of rows by primary key instead, in a constant number of queries. `template`
    draws the cell with `row`, `value` and `actor`. `export` gives the value for the CSV file if it is another.
    A column that is not `shown` is only exported, one that is not `exported` only shown. `when` says who has it.
    """

    key: str
    label: Text
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    order: str = ""
    template: str = ""
    load: Callable[[Actor, Sequence[Any]], Mapping[Any, Any]] | None = None
    export: Callable[[Any], Any] | None = None
    at_end: bool = False
    shown: bool = True
    exported: bool = True
    when: Callable[[Actor], bool] = everybody


@dataclass(frozen=True)
class Choice:
    """A filter with one value out of several, kept in the address under `key`. `apply` narrows the rows to a value.

    `otherwise` narrows them while nothing is chosen; `all_label` then says to what.
    """

    key: str
    label: Text
    choices: Sequence[tuple[str, Text]] | Callable[[Actor], Sequence[tuple[str, Text]]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    all_label: Text = ALL
    when: Callable[[Actor], bool] = everybody
    otherwise: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None

    def options(self, actor: Actor) -> dict[str, Text]:
        """Return the values this actor can choose, with their labels."""
        return dict(self.choices(actor) if callable(self.choices) else self.choices)


@dataclass(frozen=True)
class Empty:
    """What is said where there are no rows at all, and the action that makes the first one."""

    title: Text
    text: Text = ""
    icon: str = "document"
    action: Callable[[Actor], Action | None] | None = None


@dataclass
class List:
    """A list. `search` names text columns; `search_as` prepares the searched text as those columns are stored.

    `row_name` gives the words that stand for a row (else the first column's value); `expand` the address of its detail.
    The first `inline_actions` harmless links of a row stand in it, the other actions in its menu.
    """

    key: str
    title: Text
    queryset: Callable[[Actor], QuerySet[Any]]
    columns: list[Column]
    orders: Mapping[str, tuple[str, ...]]
    default_order: str
    empty: Empty
    filters: list[Choice] = field(default_factory=list)
    search: tuple[str, ...] = ()
    search_label: Text = SEARCH
    search_as: Callable[[str], str] = str
    row_actions: list[RowActions] = field(default_factory=list)
    inline_actions: int = 2
    row_name: Callable[[Any], Any] | None = None
    expand: Callable[[Any], str] | None = None
    export_name: str = ""
    export_label: Text = EXPORT
    page_size: int = 25

    def __post_init__(self) -> None:
        """Refuse a declaration that could not work; make the list known by its key, a copy by the first one's."""
        self._check()
        LISTS.setdefault(self.key, self)

    def extend(
        self,
        *,
        columns: Iterable[Column] = (),
        filters: Iterable[Choice] = (),
        row_actions: Iterable[RowActions] = (),
        orders: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Let an upper floor add to the list, from its `apps.py`. Raises ValueError as the declaration does."""
        self.columns += columns
        self.filters += filters
        self.row_actions += row_actions
        self.orders = {**self.orders, **(orders or {})}
        self._check()

    def actions_of(self, actor: Actor, rows: Sequence[Any]) -> dict[Any, list[Action]]:
        """Return what this actor may do with each of these rows, by primary key; refused actions among it.

        What is dangerous comes last, whichever floor has added it.
        """
        actions: dict[Any, list[Action]] = {row.pk: [] for row in rows}
        for give in self.row_actions:
            for key, given in give(actor, rows).items():
                actions[key] += [action for action in given if action.permitted]
        return {key: sorted(given, key=lambda action: action.kind == "danger") for key, given in actions.items()}

    def _check(self) -> None:
        """Raise ValueError for keys that clash, orders that are not declared and values that nothing gives."""
        keys = [column.key for column in self.columns]
        names = [each.key for each in self.filters]
        if len({*keys}) < len(keys) or len({*names}) < len(names) or RESERVED & {*names}:
            raise ValueError(f"List {self.key}: two columns or filters share a key, or a filter has a reserved one.")
        wanted = {self.default_order.removeprefix("-"), *(column.order for column in self.columns if column.order)}
        if unknown := wanted - self.orders.keys():
            raise ValueError(f"List {self.key}: no such orders: {sorted(unknown)}.")
        if bare := [column.key for column in self.columns if not (column.value or column.load)]:
            raise ValueError(f"List {self.key}: columns without a value: {bare}.")


def per_row(actions: Callable[[Actor, Any], Iterable[Action]]) -> RowActions:
    """Turn a function that gives one row's actions (without asking the database) into one for a page of rows."""

    def for_page(actor: Actor, rows: Sequence[Any]) -> Mapping[Any, Sequence[Action]]:
        return {row.pk: list(actions(actor, row)) for row in rows}

    return for_page


LISTS: dict[str, List] = {}
"""Every list of the house by its key."""
