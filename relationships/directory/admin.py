"""Listings of the directory, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.directory.models import ProviderListing
from relationships.directory.services import hide_listing


def take_out(*, actor: Actor, now: datetime, record: ProviderListing) -> None:
    """Take the listing out of the directory."""
    hide_listing(actor=actor, now=now, listing=record)


@admin.register(ProviderListing)
class ProviderListingAdmin(RecordAdmin):
    """Who is listed, and with what words."""

    list_display = ("provider", "headline", "is_shown", "changed_at")
    list_select_related = ("provider",)
    list_filter = ("is_shown",)
    search_fields = ("search_text__contains", "contact_address__icontains", "provider__locations__mpn_id__exact")
    search_help_text = _("Provider, headline, email address, MPN ID, or the whole id of the provider.")
    ordering = ("pk",)
    id_fields = ("pk",)
    operations = (
        Operation(
            "hide",
            _("Take out of the directory"),
            _("Resellers no longer find the provider. It can list itself again."),
            take_out,
            offered=lambda record: record.is_shown,
        ),
    )
