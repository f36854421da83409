"""Notices, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.notifications.models import Notification
from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin


@admin.register(Notification)
class NotificationAdmin(RecordAdmin):
    """Notices to people."""

    list_display = ("kind", "user", "tenant", "created_at", "read_at")
    list_select_related = ("user", "tenant")
    list_filter = (by_end("read_at", _("read"), open_=_("Not read"), ended=_("Read")),)
    search_fields = ("kind__icontains", "user__username__icontains", "tenant__name__icontains")
    search_help_text = _("Kind, person, tenant, or the whole id of either.")
    ordering = ("-pk",)
    id_fields = ("user", "tenant")
