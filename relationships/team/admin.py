"""Invitations, for operators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin
from relationships.team.models import TeamInvitation


@admin.register(TeamInvitation)
class TeamInvitationAdmin(RecordAdmin):
    """Who was asked to join which company. The link is stored nowhere, so it is not shown either."""

    list_display = (
        "address",
        "tenant",
        "roles",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "cancelled_at",
    )
    list_select_related = ("tenant", "invited_by")
    search_fields = ("address__icontains", "tenant__name__icontains", "tenant__primary_domain__icontains")
    search_help_text = _("Address, company, domain, or the whole id of an invitation or tenant.")
    ordering = ("-invited_at", "-pk")
    id_fields = ("pk", "tenant")
