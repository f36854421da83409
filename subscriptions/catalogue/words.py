"""Quantities and prices of offers, put into words."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from foundation.money import format_money
from subscriptions.catalogue.models import Offer

AS_GOOD_AS_UNLIMITED = 1_000_000
"""A maximum from here on is a technical one, which nobody wants to read."""


def quantity_words(offer: Offer) -> str:
    """Say how many licences of an offer can be bought at a time."""
    least, most = (number_format(each, force_grouping=True) for each in (offer.minimum, offer.maximum))
    if offer.minimum == offer.maximum:
        return _("Exactly {number}").format(number=least)
    if offer.maximum >= AS_GOOD_AS_UNLIMITED:
        return _("At least {number}").format(number=least)
    return _("{least} to {most}").format(least=least, most=most)


def price_words(offer: Offer, price: Decimal, currency: str) -> str:
    """Say what one licence costs for one billing; what is billed by use has no such price."""
    if offer.billing == Offer.Billing.USAGE:
        return _("by usage")
    if offer.billing == Offer.Billing.NONE:
        return _("not billed")
    return format_money(price, currency)
