"""Amounts of money in templates; `{% load money %}`."""

from decimal import Decimal

from django import template

from foundation.money import format_money

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Write an amount with its currency as the reader's language does; nothing for none."""
    return "" if amount is None else format_money(amount, currency)
