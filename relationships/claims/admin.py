"""Claims to requests, for operators: to look at. The provider decides."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin
from relationships.claims.models import RecipientClaim


@admin.register(RecipientClaim)
class RecipientClaimAdmin(RecordAdmin):
    """Which company has asked to answer whose request, and what the provider has decided."""

    list_display = ("company", "request", "claimed_by", "claimed_at", "decided_at", "decided_by", "allowed")
    list_select_related = ("company", "request__provider", "claimed_by")
    list_filter = (by_end("decided_at", _("claim"), open_=_("Undecided"), ended=_("Decided")),)
    search_fields = (
        "company__sort_name__contains",
        "company__locations__mpn_id__exact",
        "request__recipient_company__icontains",
        "request__recipient_address__icontains",
    )
    search_help_text = _("Company that asks, its MPN ID, the request's recipient, or the whole id of either.")
    ordering = ("-pk",)
    id_fields = ("request", "company")
