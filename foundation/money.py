"""Money: one way of rounding, one way of writing it. Amounts are `Decimal` with an ISO 4217 currency."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the minor unit of `currency` (cents for EUR, whole yen for JPY)."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), rounding=ROUND_HALF_UP)


def format_money(amount: Decimal, currency: str) -> str:
    """Write an amount with its currency as the reader's language does."""
    return format_currency(amount, currency, locale=to_locale(get_language() or "en"))
