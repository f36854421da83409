"""Saved views of lists, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from foundation.saved_filters.models import SavedFilter


@admin.register(SavedFilter)
class SavedFilterAdmin(RecordAdmin):
    """What people have kept under a name."""

    list_display = ("name", "list_key", "user", "tenant", "saved_at")
    list_select_related = ("user", "tenant")
    search_fields = ("name__icontains", "user__username__icontains", "tenant__name__icontains")
    search_help_text = _("Name, person or company, or the whole id of either.")
    ordering = ("-pk",)
    id_fields = ("user", "tenant")
