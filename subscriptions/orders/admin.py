"""Orders, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_month
from foundation.operations.records import RecordAdmin, RecordInline
from subscriptions.orders.models import Order, OrderLine


class OrderLineInline(RecordInline):
    """An order's lines."""

    model = OrderLine
    fields = (
        "number",
        "offer_name",
        "quantity",
        "term",
        "cycle",
        "unit_price",
        "currency",
        "reseller",
        "reseller_mpn_id",
    )
    readonly_fields = fields


@admin.register(Order)
class OrderAdmin(RecordAdmin):
    """What was bought, for whom, by whom."""

    list_display = ("placed_at", "customer", "seller", "total", "currency", "status", "placed_by")
    list_select_related = ("customer__tenant", "seller", "placed_by")
    list_filter = ("status", by_month("placed_at", _("placed")))
    search_fields = ("customer__search_text__contains", "seller__sort_name__contains")
    search_help_text = _("Customer, domain, seller, or the whole id of an order, submission, customer or seller.")
    ordering = ("customer_id", "-placed_at", "-pk")
    id_fields = ("pk", "submission", "customer", "seller")
    inlines = (OrderLineInline,)


@admin.register(OrderLine)
class OrderLineAdmin(RecordAdmin):
    """Lines of orders; what was agreed then is copied here."""

    list_display = ("offer_name", "quantity", "order", "term", "cycle", "unit_price", "currency", "reseller")
    list_select_related = ("order", "reseller")
    list_filter = ("term", "cycle")
    search_fields = ("offer_name__icontains", "reseller_mpn_id__exact", "order__customer__search_text__contains")
    search_help_text = _("Offer, customer, the reseller's MPN ID, or the whole id of an order or reseller.")
    ordering = ("-pk",)
    id_fields = ("order", "reseller")
