"""Partners, enrolments and MPN IDs, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin, RecordInline
from relationships.partners.models import Enrolment, Partner, PartnerLocation


class EnrolmentInline(RecordInline):
    """The programmes a partner is in."""

    model = Enrolment


class LocationInline(RecordInline):
    """A partner's MPN IDs."""

    model = PartnerLocation


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    """Companies that take part in the programme."""

    list_display = ("name", "domain", "region", "status", "created_at", "pk")
    list_select_related = ("tenant", "region")
    list_filter = ("status", "region")
    search_fields = ("sort_name__contains", "tenant__primary_domain__icontains", "locations__mpn_id__exact")
    search_help_text = _("Company, domain, MPN ID, or a whole Microsoft ID.")
    ordering = ("sort_name", "tenant_id")
    inlines = (EnrolmentInline, LocationInline)

    @admin.display(description=_("domain"))
    def domain(self, partner: Partner) -> str:
        """The tenant's primary domain name."""
        return partner.tenant.primary_domain


@admin.register(Enrolment)
class EnrolmentAdmin(RecordAdmin):
    """Who is in which programme, and who waits."""

    list_display = ("partner", "programme", "state", "requested_at", "decided_at", "reason")
    list_select_related = ("partner",)
    list_filter = ("state", "programme")
    search_fields = ("partner__sort_name__contains", "partner__locations__mpn_id__exact")
    search_help_text = _("Company, MPN ID, or the whole Microsoft ID of a partner.")
    ordering = ("-pk",)
    id_fields = ("partner",)


@admin.register(PartnerLocation)
class PartnerLocationAdmin(RecordAdmin):
    """MPN IDs."""

    list_display = ("mpn_id", "kind", "partner", "country")
    list_select_related = ("partner", "country")
    list_filter = ("kind",)
    search_fields = ("mpn_id__startswith", "partner__sort_name__contains")
    search_help_text = _("The beginning of an MPN ID, company, or the whole Microsoft ID of a partner.")
    ordering = ("mpn_id",)
    id_fields = ("partner",)
