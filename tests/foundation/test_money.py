"""Money: one rounding, one way of writing."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from foundation.money import format_money, round_money


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("1.005", "EUR", "1.01"), ("1.004", "EUR", "1.00"), ("99.5", "JPY", "100"), ("-1.005", "USD", "-1.01")],
)
def test_amounts_are_rounded_half_up_to_the_minor_unit(amount: str, currency: str, rounded: str) -> None:
    assert str(round_money(Decimal(amount), currency)) == rounded


@given(st.decimals("-1000000", "1000000", places=4), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_rounding_moves_by_half_a_minor_unit_at_most_and_only_once(amount: Decimal, currency: str) -> None:
    unit = {"EUR": Decimal("0.01"), "JPY": Decimal(1), "KWD": Decimal("0.001")}[currency]
    rounded = round_money(amount, currency)
    assert abs(rounded - amount) <= unit / 2
    assert round_money(rounded, currency) == rounded


def test_amounts_are_written_as_the_readers_language_does() -> None:
    assert format_money(Decimal("1234.5"), "EUR") == "€1,234.50"
    assert format_money(Decimal(1234), "JPY") == "¥1,234"
    with translation.override("de"):
        assert format_money(Decimal("1234.5"), "EUR") == "1.234,50\xa0€"
