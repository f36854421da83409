"""The floor's operators' pages, for Django admin."""

from subscriptions.catalogue.admin import CommercePolicyAdmin, OfferAdmin, PriceAdmin, PriceListAdmin
from subscriptions.onboarding.admin import CustomerDraftAdmin
from subscriptions.orders.admin import OrderAdmin, OrderLineAdmin
from subscriptions.performance.admin import ReferenceRateAdmin, RevenueWarningAdmin
from subscriptions.subscriptions.admin import LicenceBatchAdmin, SubscriptionAdmin

__all__ = [
    "CommercePolicyAdmin",
    "CustomerDraftAdmin",
    "LicenceBatchAdmin",
    "OfferAdmin",
    "OrderAdmin",
    "OrderLineAdmin",
    "PriceAdmin",
    "PriceListAdmin",
    "ReferenceRateAdmin",
    "RevenueWarningAdmin",
    "SubscriptionAdmin",
]
