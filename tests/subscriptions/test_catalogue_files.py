"""Reading catalogue files: what is taken, and what is said about the rest."""

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

import pytest
from django.utils import translation

from subscriptions.catalogue.importing import (
    OFFER_COLUMNS,
    PRICE_COLUMNS,
    CatalogueRows,
    Plans,
    read_catalogue,
    reference_problems,
)
from subscriptions.catalogue.policies import POLICIES
from subscriptions.catalogue.services import SAMPLE, SAMPLE_FILES

OFFER = {
    "offer_id": "A:1",
    "name": "Product A",
    "description": "",
    "category": "Tools",
    "publisher": "Microsoft",
    "unit_type": "Licenses",
    "billing": "license",
    "minimum": "1",
    "maximum": "300",
    "limit": "",
    "limit_unit": "none",
    "cycles": "annual monthly",
    "terms": "P1M P1Y",
    "is_addon": "no",
    "prerequisites": "",
    "upgrade_targets": "",
    "conversion_targets": "",
    "is_trial": "no",
    "is_auto_renewable": "yes",
    "is_available": "yes",
    "policy": "new-commerce",
    "segment": "commercial",
}
PRICE = {
    "price_list": "List",
    "is_sample": "yes",
    "valid_from": "2026-01-01",
    "offer_id": "A:1",
    "term": "P1Y",
    "cycle": "annual",
    "EUR": "12.50",
    "JPY": "1500",
}

Problems = list[tuple[int, str, str]]


def written(*rows: dict[str, str], delimiter: str = ",") -> str:
    """Return rows as a file with a header."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)


def offers(*changes: dict[str, str]) -> str:
    """Return a file of offers, each Product A with changes."""
    return written(*(OFFER | each for each in changes or ({},)))


def prices(*changes: dict[str, str]) -> str:
    """Return a file of prices, each of Product A with changes."""
    return written(*(PRICE | each for each in changes or ({},)))


def told(rows: CatalogueRows, known: dict[str, Plans] | None = None) -> Problems:
    """Return everything that is said about the rows."""
    found = rows.problems + reference_problems(rows, known=known or {}, policies=set(POLICIES))
    return [(each.place.row, each.column, each.message) for each in found]


def test_an_offer_is_read_with_all_its_fields() -> None:
    """Values of the right kind, several in the catalogue's own order."""
    rows = read_catalogue({"offers.csv": offers({"limit": "2", "limit_unit": "concurrent"})})
    assert told(rows) == []
    [offer] = rows.offers
    assert (offer.offer_id, offer.minimum, offer.maximum, offer.limit) == ("A:1", 1, 300, 2)
    assert offer.cycles == ("monthly", "annual")
    assert offer.terms == ("P1M", "P1Y")
    assert offer.is_available is True
    assert offer.is_addon is False


def test_a_row_of_prices_gives_one_price_a_currency() -> None:
    """An empty price says nothing."""
    rows = read_catalogue({"o": offers(), "p": prices({}, {"cycle": "monthly", "EUR": ""})})
    assert told(rows) == []
    assert {(row.currency, row.cycle, row.unit_price) for row in rows.prices} == {
        ("EUR", "annual", Decimal("12.50")),
        ("JPY", "annual", Decimal(1500)),
        ("JPY", "monthly", Decimal(1500)),
    }


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"name": " "}, "name", "This cell is empty."),
        ({"offer_id": "x" * 61}, "offer_id", "This has 61 characters; 60 fit."),
        ({"billing": "free"}, "billing", "Enter one of license, usage, none; not “free”."),
        ({"minimum": "0"}, "minimum", "Enter a whole number from 1, like 300; not “0”."),
        ({"maximum": "99999999999"}, "maximum", "Enter a whole number from 1, like 300; not “99999999999”."),
        ({"minimum": "301"}, "maximum", "The maximum is below the minimum."),
        (
            {"limit": "2"},
            "limit",
            "Enter a limit together with what it counts, or leave it empty with “none”.",
        ),
        (
            {"limit_unit": "lifetime"},
            "limit",
            "Enter a limit together with what it counts, or leave it empty with “none”.",
        ),
        (
            {"cycles": "weekly"},
            "cycles",
            "Enter one of monthly, annual, triennial, one_time, none; not “weekly”.",
        ),
        ({"terms": ""}, "terms", "Enter at least one of P1M, P1Y, P3Y."),
        ({"is_trial": "maybe"}, "is_trial", "Enter yes or no; not “maybe”."),
        ({"is_trial": "yes"}, "cycles", "A trial is not billed: its billing frequency is “none”."),
        ({"is_addon": "yes"}, "prerequisites", "An add-on needs a base offer."),
        ({"policy": "p3"}, "policy", "There is no commerce policy “p3”; there are legacy, new-commerce."),
        (
            {"upgrade_targets": "B:2"},
            "upgrade_targets",
            "There is no offer “B:2” in these files or on record.",
        ),
        ({"upgrade_targets": "A:1"}, "offer_id", "This offer names itself."),
    ],
)
def test_a_wrong_offer_is_told_with_row_and_column(change: dict[str, str], column: str, message: str) -> None:
    """The row counts as in a spreadsheet; good rows around it say nothing."""
    good = {"offer_id": "G:1"}
    assert told(read_catalogue({"offers.csv": offers(good, change)})) == [(3, column, message)]


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"EUR": "12,50"}, "EUR", "Enter a price in EUR like 12.50; not “12,50”."),
        ({"EUR": "-1"}, "EUR", "Enter a price in EUR like 12.50; not “-1”."),
        ({"EUR": "1.005"}, "EUR", "Enter a price in EUR like 12.50; not “1.005”."),
        ({"EUR": "NaN"}, "EUR", "Enter a price in EUR like 12.50; not “NaN”."),
        ({"EUR": "9" * 11}, "EUR", f"Enter a price in EUR like 12.50; not “{'9' * 11}”."),
        ({"JPY": "12.5"}, "JPY", "Enter a price in JPY like 12; not “12.5”."),
        ({"valid_from": "31.1.2026"}, "valid_from", "Enter a day like 2026-01-31; not “31.1.2026”."),
        ({"term": "P3Y"}, "term", "The offer is not sold for this term."),
        ({"cycle": "triennial"}, "cycle", "The offer is not billed this often."),
        ({"term": "P1M"}, "cycle", "The billing period is longer than the term."),
        ({"offer_id": "B:2"}, "offer_id", "There is no offer “B:2” in these files or on record."),
        (
            {"price_list": "Other", "cycle": "monthly"},
            "price_list",
            "Another row calls the price list of this day “List”.",
        ),
        ({}, "offer_id", "This price stands in two rows."),
    ],
)
def test_a_wrong_price_is_told_with_row_and_column(change: dict[str, str], column: str, message: str) -> None:
    """Once a row, however many currencies it has."""
    assert told(read_catalogue({"o": offers(), "p": prices({}, change)})) == [(3, column, message)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text[:0], (1, "offer_id", "This column is missing.")),
        (lambda text: text.replace("segment", "segmnt"), (1, "segmnt", "There is no such column.")),
        (lambda text: text.replace("segment", "policy"), (1, "policy", "This column stands twice.")),
        (lambda text: text + ",surplus", (2, "", "This row has not as many cells as the first one.")),
        (lambda text: text + "\n\nA,B", (4, "", "This row has not as many cells as the first one.")),
        (lambda text: text + "x" * 200_000, (1, "", "This is no file of comma-separated values.")),
    ],
)
def test_a_file_of_another_form_is_told(change: Callable[[str], str], problem: tuple[int, str, str]) -> None:
    """Columns and cells that are missing, surplus or repeated; a file that is none."""
    assert problem in told(read_catalogue({"offers.csv": change(offers())}))


def test_a_file_of_prices_needs_a_currency() -> None:
    """And a column that is no currency is named."""
    text = prices().replace("EUR", "EURO").replace(",JPY", "").replace(",1500", "")
    messages = [message for _, _, message in told(read_catalogue({"p": text}))]
    assert messages == [
        "There is no such column.",
        "There is no column with prices; name one by its currency, like EUR.",
    ]


def test_semicolons_and_blank_lines_are_taken() -> None:
    """As spreadsheets write them."""
    rows = read_catalogue({"offers.csv": written(OFFER, delimiter=";") + "\n\n"})
    assert told(rows) == []
    assert len(rows.offers) == 1


def test_an_offer_in_two_rows_is_told() -> None:
    """In one file or in two."""
    message = "This offer stands in two rows."
    assert told(read_catalogue({"o": offers({}, {})})) == [(3, "offer_id", message)]
    assert told(read_catalogue({"o": offers(), "o2": offers()})) == [(2, "offer_id", message)]


def test_what_is_on_record_may_be_named() -> None:
    """Prices of offers that are not in the file."""
    known = {"A:1": Plans(frozenset({"P1Y"}), frozenset({"annual"}))}
    assert told(read_catalogue({"p": prices()}), known) == []


def test_the_readme_of_the_sample_names_every_column() -> None:
    """The file's form is told completely."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert not [column for column in (*OFFER_COLUMNS, *PRICE_COLUMNS) if f"`{column}`" not in readme]


def test_the_sample_covers_what_a_catalogue_can_say() -> None:
    """Real products of every kind, without a single problem."""
    with translation.override("en"):
        rows = read_catalogue({name: (SAMPLE / name).read_text(encoding="utf-8") for name in SAMPLE_FILES})
        assert told(rows) == []
    assert len(rows.offers) >= 20
    assert {offer.policy for offer in rows.offers} == set(POLICIES)
    assert {offer.billing for offer in rows.offers} == {"license", "usage", "none"}
    assert {offer.limit_unit for offer in rows.offers} == {"none", "concurrent", "lifetime"}
    assert {term for offer in rows.offers for term in offer.terms} == {"P1M", "P1Y", "P3Y"}
    assert any(offer.is_addon for offer in rows.offers)
    assert any(offer.upgrade_targets for offer in rows.offers)
    assert any(offer.is_trial and offer.conversion_targets for offer in rows.offers)
    assert {offer.is_available for offer in rows.offers} == {True, False}
    assert {offer.maximum for offer in rows.offers} >= {1, 25, 300}


def test_every_offer_of_the_sample_has_the_same_plans_in_every_currency() -> None:
    """All sixteen currencies of the regions; every term with every billing period that fits into it."""
    files = {name: (SAMPLE / name).read_text(encoding="utf-8") for name in SAMPLE_FILES}
    rows = read_catalogue(files)
    by_currency = sorted(rows.prices, key=lambda row: row.currency)
    plans = {
        currency: {(row.offer_id, row.term, row.cycle) for row in group}
        for currency, group in groupby(by_currency, key=lambda row: row.currency)
    }
    assert len(plans) == 16
    assert len({frozenset(each) for each in plans.values()}) == 1
    assert {offer for offer, _, _ in plans["EUR"]} == {row.offer_id for row in rows.offers}
    assert {row.price_list for row in rows.prices} == {"Sample list"}
    assert all(row.is_sample for row in rows.prices)
