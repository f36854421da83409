"""Reading the cells of a catalogue file: each reader returns a value or says what it expects."""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from subscriptions.catalogue.models import LARGEST_PRICE, LARGEST_QUANTITY

Reader = Callable[[str], Any]

YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


class CellError(ValueError):
    """A cell does not hold what its column expects; the message is in the user's words."""


def needed(length: int) -> Reader:
    """Return the reader of a text of 1 to `length` characters."""

    def read(cell: str) -> str:
        if not cell:
            raise CellError(_("This cell is empty."))
        return text(length)(cell)

    return read


def text(length: int) -> Callable[[str], str]:
    """Return the reader of a text of at most `length` characters."""

    def read(cell: str) -> str:
        if len(cell) > length:
            raise CellError(_("This has %(size)d characters; %(length)d fit.") % {"size": len(cell), "length": length})
        return cell

    return read


def whole_number(cell: str) -> int:
    """Read a whole number from 1 to LARGEST_QUANTITY."""
    if not re.fullmatch(r"[0-9]{1,10}", cell) or int(cell) < 1:
        raise CellError(_("Enter a whole number from 1, like 300; not “%(cell)s”.") % {"cell": cell})
    if int(cell) > LARGEST_QUANTITY:
        words = _("Enter a whole number up to %(largest)d; not “%(cell)s”.")
        raise CellError(words % {"largest": LARGEST_QUANTITY, "cell": cell})
    return int(cell)


def whole_number_or_nothing(cell: str) -> int | None:
    """Read a whole number from 1, or an empty cell."""
    return whole_number(cell) if cell else None


def yes_or_no(cell: str) -> bool:
    """Read yes or no."""
    if cell.casefold() not in YES | NO:
        raise CellError(_("Enter yes or no; not “%(cell)s”.") % {"cell": cell})
    return cell.casefold() in YES


def day(cell: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise CellError(_("Enter a day like 2026-01-31; not “%(cell)s”.") % {"cell": cell}) from error


def one_of(values: Collection[str]) -> Reader:
    """Return the reader of one of these words."""

    def read(cell: str) -> str:
        if cell not in values:
            choices = ", ".join(values)
            raise CellError(_("Enter one of %(choices)s; not “%(cell)s”.") % {"choices": choices, "cell": cell})
        return cell

    return read


def some_of(values: Collection[str]) -> Reader:
    """Return the reader of one or more of these words, with blanks between them; in the order of `values`."""
    single = one_of(values)

    def read(cell: str) -> tuple[str, ...]:
        found = {single(word) for word in cell.split()}
        if not found:
            raise CellError(_("Enter at least one of %(choices)s.") % {"choices": ", ".join(values)})
        return tuple(value for value in values if value in found)

    return read


def ids(cell: str) -> tuple[str, ...]:
    """Read offer ids with blanks between them, or none."""
    return tuple(sorted(set(cell.split())))


def price_in(currency: str) -> Reader:
    """Return the reader of a price in `currency`: no thousands separators, a point before the minor unit."""

    def read(cell: str) -> Decimal:
        places = max(0, get_currency_precision(currency))
        try:
            amount = Decimal(cell) if re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,6})?", cell) else None
        except InvalidOperation:
            amount = None
        if amount is None or amount != round(amount, places):
            example = format(Decimal("12.5"), f".{places}f") if places else "12"
            words = _("Enter a price in %(currency)s like %(example)s; not “%(cell)s”.")
            raise CellError(words % {"currency": currency, "example": example, "cell": cell})
        if amount >= LARGEST_PRICE:
            words = _("Enter a price below %(largest)d; not “%(cell)s”.")
            raise CellError(words % {"largest": LARGEST_PRICE, "cell": cell})
        return amount

    return read
