"""Reference rates and revenue warnings, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from subscriptions.performance.models import ReferenceRate, RevenueWarning


@admin.register(ReferenceRate)
class ReferenceRateAdmin(RecordAdmin):
    """What revenue in other currencies counts for."""

    list_display = ("currency", "usd", "as_of")
    search_fields = ("currency__iexact",)
    ordering = ("currency",)
    id_fields = ()
    editable = ("usd", "as_of")


@admin.register(RevenueWarning)
class RevenueWarningAdmin(RecordAdmin):
    """Who was warned of the revenue floor."""

    list_display = ("reseller", "anniversary", "revenue_usd", "warned_at")
    list_select_related = ("reseller",)
    search_fields = ("reseller__sort_name__contains",)
    search_help_text = _("Company, or the whole Microsoft ID of a partner.")
    ordering = ("-pk",)
    id_fields = ("reseller",)
