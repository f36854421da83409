"""Drafts of the New customer wizard, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin
from subscriptions.onboarding.models import CustomerDraft


@admin.register(CustomerDraft)
class CustomerDraftAdmin(RecordAdmin):
    """What has been typed, and what became of it."""

    list_display = ("company", "partner", "reseller", "created_by", "created_at", "expires_at", "submitted_at")
    list_select_related = ("partner", "reseller", "created_by")
    list_filter = (by_end("submitted_at", _("draft"), open_=_("Unfinished"), ended=_("Submitted")),)
    search_fields = ("partner__sort_name__contains", "created_by__username__icontains")
    search_help_text = _("Partner, author, or the whole id of a draft, partner or customer.")
    ordering = ("pk",)
    id_fields = ("pk", "partner", "reseller", "customer")

    @admin.display(description=_("company"))
    def company(self, draft: CustomerDraft) -> str:
        """The company typed so far, or the draft's id."""
        return str(draft)
