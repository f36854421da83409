"""Lists of requests, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end, by_month
from foundation.operations.records import RecordAdmin, RecordInline
from relationships.request_batches.models import BatchRow, RequestBatch


class BatchRowInline(RecordInline):
    """The lines of a list."""

    model = BatchRow
    fields = ("number", "company", "address", "language", "state", "refusals", "request")
    ordering = ("number",)


@admin.register(BatchRow)
class BatchRowAdmin(RecordAdmin):
    """One line of a list: who was to be asked, and what became of it."""

    list_display = ("address", "company", "state", "number", "batch")
    list_select_related = ("batch__provider",)
    list_filter = ("state",)
    search_fields = ("company__icontains", "address__icontains", "batch__provider__locations__mpn_id__exact")
    search_help_text = _("Company, address, the provider's MPN ID, or the whole id of a list, request or provider.")
    ordering = ("-pk",)
    id_fields = ("batch", "request", "batch__provider")


@admin.register(RequestBatch)
class RequestBatchAdmin(RecordAdmin):
    """Which lists providers have made and sent, and what became of each line."""

    list_display = ("provider", "created_at", "created_by", "started_at", "finished_at")
    list_select_related = ("provider", "created_by")
    list_filter = (
        by_end("finished_at", _("sending"), open_=_("Not finished"), ended=_("Finished")),
        by_month("created_at", _("created")),
    )
    search_fields = ("provider__sort_name__contains", "provider__locations__mpn_id__exact")
    search_help_text = _("Provider, its MPN ID, or the whole id of the list or the provider.")
    ordering = ("provider_id", "-created_at", "-pk")
    id_fields = ("pk", "provider")
    inlines = (BatchRowInline,)
