"""Delegated administration, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin
from relationships.delegation.models import DelegatedAdmin


@admin.register(DelegatedAdmin)
class DelegatedAdminAdmin(RecordAdmin):
    """Who administers whose tenant."""

    list_display = ("granting", "holder", "since", "expires_at", "ended_at", "ended_by")
    list_select_related = ("granting", "holder")
    list_filter = (by_end("ended_at", _("rights"), open_=_("Open"), ended=_("Ended")),)
    search_fields = (
        "granting__name__icontains", "granting__primary_domain__icontains",
        "holder__name__icontains", "holder__primary_domain__icontains",
    )
    search_help_text = _("Name or domain of either side, or its whole Microsoft ID.")
    ordering = ("-pk",)
    id_fields = ("granting", "holder")
