"""Who works with which customer, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.relationships.models import CustomerRelationship
from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin


@admin.register(CustomerRelationship)
class CustomerRelationshipAdmin(RecordAdmin):
    """Relationships of partners with customers."""

    list_display = ("customer", "partner", "through", "reseller", "created_at", "next_renewal", "ended_at")
    list_select_related = ("customer__tenant", "partner", "through", "reseller")
    list_filter = (by_end("ended_at", _("relationship"), open_=_("Open"), ended=_("Ended")),)
    search_fields = ("customer__search_text__contains", "partner__sort_name__contains")
    search_help_text = _("Customer, domain, partner, or the whole Microsoft ID of either.")
    ordering = ("-pk",)
    id_fields = ("customer", "partner", "through", "reseller")
