"""The floor's models, for Django's registry."""

from subscriptions.catalogue.models import CommercePolicy, Offer, Price, PriceList
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.orders.models import Order, OrderLine
from subscriptions.performance.models import ReferenceRate, RevenueWarning
from subscriptions.subscriptions.models import LicenceBatch, Subscription

__all__ = [
    "CommercePolicy",
    "CustomerDraft",
    "LicenceBatch",
    "Offer",
    "Order",
    "OrderLine",
    "Price",
    "PriceList",
    "ReferenceRate",
    "RevenueWarning",
    "Subscription",
]
