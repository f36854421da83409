"""Customers, their bill-to info and tags, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import BillingProfile, Customer, Tag
from foundation.operations.filters import by_month
from foundation.operations.records import RecordAdmin


@admin.register(Customer)
class CustomerAdmin(RecordAdmin):
    """End customers. Company info is the customer's own to change; the figures are the services'."""

    list_display = ("name", "domain", "subscription_count", "licence_count", "next_renewal", "created_at")
    list_select_related = ("tenant",)
    list_filter = ("qualification", by_month("created_at", _("created")))
    search_fields = ("search_text__contains",)
    search_help_text = _("Company, domain, or a whole Microsoft ID.")
    ordering = ("-created_at", "tenant_id")
    readonly_fields = ("microsoft_id", "domain")

    @admin.display(description=_("Microsoft ID"))
    def microsoft_id(self, customer: Customer) -> str:
        """The tenant's id."""
        return str(customer.pk)


@admin.register(BillingProfile)
class BillingProfileAdmin(RecordAdmin):
    """Who is written to about a customer's bills."""

    list_display = ("customer", "company_name", "first_name", "last_name", "email", "country")
    list_select_related = ("customer__tenant", "country")
    search_fields = ("customer__search_text__contains", "email__icontains", "last_name__icontains")
    search_help_text = _("Company, domain, contact's address or last name, or a whole Microsoft ID.")
    ordering = ("pk",)
    editable = (
        "company_name",
        "first_name",
        "last_name",
        "email",
        "phone",
        "language",
        "address_line1",
        "address_line2",
        "city",
        "state",
        "postal_code",
    )


@admin.register(Tag)
class TagAdmin(RecordAdmin):
    """Words that partners hang on customers."""

    list_display = ("text", "customer", "partner")
    list_select_related = ("customer__tenant", "partner")
    search_fields = ("text__icontains", "customer__search_text__contains")
    search_help_text = _("Tag, company, or the whole Microsoft ID of a customer or partner.")
    ordering = ("-pk",)
    id_fields = ("customer", "partner")
    editable = ("text",)
