"""What partners say of themselves, for operators to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile


class ProfileAdmin(RecordAdmin):
    """A profile; the partner's own people change it."""

    list_select_related = ("partner",)
    search_fields = ("partner__sort_name__contains",)
    search_help_text = _("Company, or the whole Microsoft ID of a partner.")
    ordering = ("pk",)
    id_fields = ("partner",)


@admin.register(LegalProfile)
class LegalProfileAdmin(ProfileAdmin):
    """Legal profiles."""

    list_display = ("partner", "registration_number", "contact_address", "city")


@admin.register(BillingProfile)
class BillingProfileAdmin(ProfileAdmin):
    """Billing profiles."""

    list_display = ("partner", "company_name", "contact_address", "tax_id")


@admin.register(SupportProfile)
class SupportProfileAdmin(ProfileAdmin):
    """Support profiles."""

    list_display = ("partner", "email", "telephone", "website")
