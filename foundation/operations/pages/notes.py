"""Notes that companies keep for themselves, for operators: that there are some, not what they say."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.notes.models import Note
from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin


@admin.register(Note)
class NoteAdmin(RecordAdmin):
    """Who has written a note about what, and when. The text is the company's own."""

    list_display = ("about_type", "tenant", "written_by", "written_at", "removed_at")
    list_select_related = ("tenant", "written_by")
    list_filter = (by_end("removed_at", _("removal"), open_=_("Kept"), ended=_("Removed")),)
    search_fields = ("tenant__name__icontains", "about_id__exact")
    search_help_text = _("Company, or the whole id of what the note is about.")
    ordering = ("-pk",)
    id_fields = ("tenant",)
    exclude = ("text",)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Everything but the text."""
        return [name for name in super().get_fields(request, obj) if name != "text"]
