"""Partner agreements, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from relationships.agreements.models import PartnerAgreement


@admin.register(PartnerAgreement)
class PartnerAgreementAdmin(RecordAdmin):
    """Signed partner agreements."""

    list_display = ("partner", "region", "text_version", "signed_at", "signer_name")
    list_select_related = ("partner", "region")
    list_filter = ("region", "text_version")
    search_fields = ("partner__name__icontains", "signer_name__icontains", "signed_by__username__icontains")
    search_help_text = _("Company, signer, or the whole Microsoft ID of a partner.")
    ordering = ("-pk",)
    id_fields = ("partner", "signed_by")
