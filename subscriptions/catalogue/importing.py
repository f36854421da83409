"""Reading catalogue files into rows, with everything that is wrong with them; no database is touched.

There are two kinds of file, told apart by their first row. A file of *offers* has one row an offer and the
columns of OFFER_COLUMNS; cells with several values have blanks between them. A file of *prices* has one row
an offer, term and billing frequency: the columns of PRICE_COLUMNS, then one column a currency named by its
ISO code, with the price of one unit for one billing period before tax. An empty price says nothing.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any, TypeVar

from babel.numbers import is_currency
from django.utils.translation import gettext as _

from subscriptions.catalogue.cells import (
    CellError,
    Reader,
    day,
    ids,
    needed,
    one_of,
    price_in,
    some_of,
    text,
    whole_number,
    whole_number_or_nothing,
    yes_or_no,
)
from subscriptions.catalogue.models import Cycle, Offer, Term

OFFER_COLUMNS: dict[str, Reader] = {
    "offer_id": needed(60),
    "name": needed(200),
    "description": text(2000),
    "category": needed(80),
    "publisher": needed(80),
    "unit_type": needed(40),
    "billing": one_of(Offer.Billing.values),
    "minimum": whole_number,
    "maximum": whole_number,
    "limit": whole_number_or_nothing,
    "limit_unit": one_of(Offer.LimitUnit.values),
    "cycles": some_of(Cycle.values),
    "terms": some_of(Term.values),
    "is_addon": yes_or_no,
    "prerequisites": ids,
    "upgrade_targets": ids,
    "conversion_targets": ids,
    "is_trial": yes_or_no,
    "is_auto_renewable": yes_or_no,
    "is_available": yes_or_no,
    "policy": needed(50),
    "segment": needed(20),
}
PRICE_COLUMNS: dict[str, Reader] = {
    "price_list": needed(80),
    "is_sample": yes_or_no,
    "valid_from": day,
    "offer_id": needed(60),
    "term": one_of(Term.values),
    "cycle": one_of(Cycle.values),
}
CYCLES_OF_TERMS = {
    Term.MONTH: {Cycle.MONTHLY, Cycle.ONE_TIME, Cycle.NONE},
    Term.YEAR: {Cycle.MONTHLY, Cycle.ANNUAL, Cycle.ONE_TIME, Cycle.NONE},
    Term.THREE_YEARS: {Cycle.MONTHLY, Cycle.ANNUAL, Cycle.TRIENNIAL, Cycle.ONE_TIME, Cycle.NONE},
}
"""A billing period is never longer than the term."""


@dataclass(frozen=True)
class Place:
    """Where something stands. Row 1 is the row of column names, as a spreadsheet counts."""

    file: str
    row: int


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, or with a whole row (`column` empty)."""

    place: Place
    column: str
    message: str


@dataclass(frozen=True)
class OfferRow:
    """One offer as a file states it; the fields are the columns."""

    place: Place = field(compare=False)
    offer_id: str
    name: str
    description: str
    category: str
    publisher: str
    unit_type: str
    billing: str
    minimum: int
    maximum: int
    limit: int | None
    limit_unit: str
    cycles: tuple[str, ...]
    terms: tuple[str, ...]
    is_addon: bool
    prerequisites: tuple[str, ...]
    upgrade_targets: tuple[str, ...]
    conversion_targets: tuple[str, ...]
    is_trial: bool
    is_auto_renewable: bool
    is_available: bool
    policy: str
    segment: str


@dataclass(frozen=True)
class PriceRow:
    """One price in one currency as a file states it."""

    place: Place = field(compare=False)
    price_list: str
    is_sample: bool
    valid_from: date
    currency: str
    offer_id: str
    term: str
    cycle: str
    unit_price: Decimal


Row = TypeVar("Row", OfferRow, PriceRow)


@dataclass(frozen=True)
class CatalogueRows:
    """What files state, and what is wrong with them; a row with a problem is neither offer nor price."""

    offers: tuple[OfferRow, ...] = ()
    prices: tuple[PriceRow, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Plans:
    """The terms and billing frequencies of an offer."""

    terms: frozenset[str]
    cycles: frozenset[str]


def read_catalogue(files: Mapping[str, str]) -> CatalogueRows:
    """Read files (name → content) of either kind together."""
    read = [_read_file(name, content) for name, content in files.items()]
    offers = tuple(row for each in read for row in each.offers)
    prices = tuple(row for each in read for row in each.prices)
    problems = [problem for each in read for problem in each.problems]
    problems += _repeated(offers, lambda row: row.offer_id, "offer_id", _("This offer stands in two rows."))
    problems += _repeated(prices, _key_of_price, "offer_id", _("This price stands in two rows."))
    problems += _lists_with_two_names(prices)
    return CatalogueRows(offers, prices, tuple(problems))


def reference_problems(
    rows: CatalogueRows, *, known: Mapping[str, Plans], policies: Collection[str]
) -> tuple[Problem, ...]:
    """Return what names something that is neither in the files nor on record.

    `known` are the offers on record with their plans, `policies` the keys of the commerce policies.
    """
    plans = dict(known) | {row.offer_id: Plans(frozenset(row.terms), frozenset(row.cycles)) for row in rows.offers}
    problems: list[Problem] = []
    for offer in rows.offers:
        if offer.policy not in policies:
            words = _("There is no commerce policy “%(key)s”; there are %(known)s.")
            message = words % {"key": offer.policy, "known": ", ".join(sorted(policies))}
            problems.append(Problem(offer.place, "policy", message))
        for column in ("prerequisites", "upgrade_targets", "conversion_targets"):
            problems += _unknown(offer.place, column, getattr(offer, column), plans)
    for price in rows.prices:
        problems += _unknown(price.place, "offer_id", (price.offer_id,), plans)
        problems += _other_plan(price, plans.get(price.offer_id))
    return tuple(dict.fromkeys(problems))


def _read_file(name: str, content: str) -> CatalogueRows:
    try:
        table = list(csv.reader(StringIO(content), delimiter=_delimiter(content)))
    except csv.Error:
        return CatalogueRows(problems=(Problem(Place(name, 1), "", _("This is no file of comma-separated values.")),))
    header = [column.strip() for column in table[0]] if table else []
    is_prices = "price_list" in header
    columns, problems = _columns(header, Place(name, 1), is_prices=is_prices)
    if problems:
        return CatalogueRows(problems=tuple(problems))
    offers: list[OfferRow] = []
    prices: list[PriceRow] = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        place = Place(name, number)
        values, found = _values(header, cells, columns, place)
        if not found and is_prices:
            prices += _prices(place, values)
        elif not found:
            found = _contradictions(place, values)
            offers += [] if found else [OfferRow(place=place, **values)]
        problems += found
    return CatalogueRows(tuple(offers), tuple(prices), tuple(problems))


def _delimiter(content: str) -> str:
    """Spreadsheets write semicolons where the comma is the decimal sign."""
    header = content.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _columns(header: list[str], place: Place, *, is_prices: bool) -> tuple[dict[str, Reader], list[Problem]]:
    expected = PRICE_COLUMNS if is_prices else OFFER_COLUMNS
    currencies = [column for column in header if is_prices and len(column) == 3 and is_currency(column)]
    problems = [Problem(place, column, _("This column is missing.")) for column in expected if column not in header]
    for column in sorted(set(header)):
        if column not in expected and column not in currencies:
            problems.append(Problem(place, column, _("There is no such column.")))
        elif header.count(column) > 1:
            problems.append(Problem(place, column, _("This column stands twice.")))
    if is_prices and not currencies:
        problems.append(Problem(place, "", _("There is no column with prices; name one by its currency, like EUR.")))
    return expected | {currency: _price_or_nothing(currency) for currency in currencies}, problems


def _price_or_nothing(currency: str) -> Reader:
    read = price_in(currency)
    return lambda cell: read(cell) if cell else None


def _values(
    header: list[str], cells: list[str], columns: Mapping[str, Reader], place: Place
) -> tuple[dict[str, Any], list[Problem]]:
    if len(cells) != len(header):
        return {}, [Problem(place, "", _("This row has not as many cells as the first one."))]
    cell_of = dict(zip(header, cells, strict=True))
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, read in columns.items():
        try:
            values[column] = read(cell_of[column].strip())
        except CellError as error:
            problems.append(Problem(place, column, str(error)))
    return values, problems


def _prices(place: Place, values: Mapping[str, Any]) -> list[PriceRow]:
    shared = {column: values[column] for column in PRICE_COLUMNS}
    return [
        PriceRow(place=place, currency=column, unit_price=value, **shared)
        for column, value in values.items()
        if column not in PRICE_COLUMNS and value is not None
    ]


def _contradictions(place: Place, values: Mapping[str, Any]) -> list[Problem]:
    """Return where the cells of an offer do not go together."""
    named = {*values["prerequisites"], *values["upgrade_targets"], *values["conversion_targets"]}
    checks = (
        (values["minimum"] > values["maximum"], "maximum", _("The maximum is below the minimum.")),
        (
            (values["limit"] is None) != (values["limit_unit"] == Offer.LimitUnit.NONE),
            "limit",
            _("Enter a limit together with what it counts, or leave it empty with “none”."),
        ),
        (
            values["is_addon"] and not values["prerequisites"],
            "prerequisites",
            _("An add-on needs a base offer."),
        ),
        (
            not values["is_addon"] and values["prerequisites"],
            "is_addon",
            _("Only an add-on has prerequisites."),
        ),
        (
            values["is_trial"] and set(values["cycles"]) != {Cycle.NONE},
            "cycles",
            _("A trial is not billed: its billing frequency is “none”."),
        ),
        (values["offer_id"] in named, "offer_id", _("This offer names itself.")),
    )
    return [Problem(place, column, message) for wrong, column, message in checks if wrong]


def _repeated(rows: Iterable[Row], key: Callable[[Row], Any], column: str, message: str) -> list[Problem]:
    seen: set[Any] = set()
    problems: dict[Place, Problem] = {}
    for row in rows:
        if key(row) in seen:
            problems[row.place] = Problem(row.place, column, message)
        seen.add(key(row))
    return list(problems.values())


def _key_of_price(row: PriceRow) -> tuple[Any, ...]:
    return row.currency, row.valid_from, row.offer_id, row.term, row.cycle


def _lists_with_two_names(prices: Iterable[PriceRow]) -> list[Problem]:
    """One price list a currency and day: its name and whether it is a sample are the same in every row."""
    first: dict[tuple[str, date], tuple[str, bool]] = {}
    problems: dict[Place, Problem] = {}
    for row in prices:
        named = first.setdefault((row.currency, row.valid_from), (row.price_list, row.is_sample))
        if named != (row.price_list, row.is_sample):
            message = _("Another row calls the price list of this day “%(name)s”.") % {"name": named[0]}
            problems[row.place] = Problem(row.place, "price_list", message)
    return list(problems.values())


def _unknown(place: Place, column: str, named: Iterable[str], plans: Mapping[str, Plans]) -> list[Problem]:
    words = _("There is no offer “%(id)s” in these files or on record.")
    return [Problem(place, column, words % {"id": each}) for each in named if each not in plans]


def _other_plan(price: PriceRow, plans: Plans | None) -> list[Problem]:
    if plans is None:
        return []
    problems = []
    if price.term not in plans.terms:
        problems.append(Problem(price.place, "term", _("The offer is not sold for this term.")))
    if price.cycle not in plans.cycles:
        problems.append(Problem(price.place, "cycle", _("The offer is not billed this often.")))
    elif price.cycle not in CYCLES_OF_TERMS[Term(price.term)]:
        problems.append(Problem(price.place, "cycle", _("The billing period is longer than the term.")))
    return problems
