"""Applications to join, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from relationships.enrolment.models import EnrolmentApplication


@admin.register(EnrolmentApplication)
class EnrolmentApplicationAdmin(RecordAdmin):
    """Who applied, and which request brought them."""

    list_display = ("enrolment", "applicant", "request", "applied_at")
    list_select_related = ("enrolment__partner", "applicant", "request__provider")
    list_filter = ("enrolment__state",)
    search_fields = ("enrolment__partner__sort_name__contains", "applicant__username__icontains")
    search_help_text = _("Company, applicant, or the whole id of a partner or person.")
    ordering = ("-pk",)
    id_fields = ("enrolment__partner", "applicant")
