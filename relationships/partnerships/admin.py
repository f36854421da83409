"""Partnerships, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin
from relationships.partnerships.models import Partnership


@admin.register(Partnership)
class PartnershipAdmin(RecordAdmin):
    """Who works with whom, ended ones included."""

    list_display = ("provider", "reseller", "since", "accepted_by", "ended_at", "ended_by")
    list_select_related = ("provider", "reseller")
    list_filter = (by_end("ended_at", _("partnership"), open_=_("Open"), ended=_("Ended")),)
    search_fields = (
        "provider_sort_name__contains",
        "reseller_sort_name__contains",
        "provider__locations__mpn_id__exact",
        "reseller__locations__mpn_id__exact",
    )
    search_help_text = _("Company or MPN ID of either side, or the whole id of the partnership or a partner.")
    ordering = ("provider_id", "reseller_sort_name", "pk")
    id_fields = ("pk", "provider", "reseller")
