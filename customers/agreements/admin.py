"""Customer agreements, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.agreements.models import CustomerAgreement
from foundation.operations.records import RecordAdmin


@admin.register(CustomerAgreement)
class CustomerAgreementAdmin(RecordAdmin):
    """What customers have agreed to, and who said so."""

    list_display = ("customer", "state", "first_name", "last_name", "email", "agreed_on", "recorded_at", "recorded_by")
    list_select_related = ("customer__tenant", "recorded_by")
    list_filter = ("state",)
    search_fields = ("customer__search_text__contains", "email__icontains", "last_name__icontains")
    search_help_text = _("Customer, domain, contact's address or last name, or a whole Microsoft ID.")
    ordering = ("-pk",)
    id_fields = ("customer", "recorded_by")
