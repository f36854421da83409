"""What stands in a cell, on the page and in the file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.lists.declaration import Column, List
from foundation.organisations.actor import Actor
from foundation.ui.times import local_time, plain_date

NOTHING = SafeString('<span class="none" aria-hidden="true">–</span>')
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would take for a formula."""


def columns_for(listing: List, actor: Actor, *, exported: bool = False) -> list[Column]:
    """Return the columns of a list that this actor sees, or finds in the file."""
    return [each for each in listing.columns if each.when(actor) and (each.exported if exported else each.shown)]


def loaded(columns: Sequence[Column], actor: Actor, rows: Sequence[Any]) -> dict[str, Mapping[Any, Any]]:
    """Return the values of the columns that load them for many rows at once, by column and primary key."""
    return {column.key: column.load(actor, rows) for column in columns if column.load}


def value_of(column: Column, row: Any, values: Mapping[str, Mapping[Any, Any]]) -> Any:
    """Return what stands in this cell."""
    if column.load:
        return values[column.key].get(row.pk)
    return column.value(row) if column.value else None


def drawn(column: Column, row: Any, value: Any, actor: Actor) -> str:
    """Return the HTML of a cell."""
    if column.template:
        return SafeString(get_template(column.template).render({"row": row, "value": value, "actor": actor}))
    html = as_html(value)
    address = column.link(row) if column.link and html is not NOTHING else ""
    return format_html('<a href="{}">{}</a>', address, html) if address else html


def as_html(value: Any) -> str:
    """Return a value as a page shows it; a dash for none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    if isinstance(value, datetime):
        return local_time(value)
    if isinstance(value, date):
        return plain_date(value)
    return conditional_escape(value)


def as_csv(value: Any) -> Any:
    """Return a value as the file holds it: moments in UTC, and no text that a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
