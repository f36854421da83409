"""Delegated administration, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.delegation import services
from relationships.delegation.models import DelegatedAdmin


def revoke(*, actor: Actor, now: datetime, record: DelegatedAdmin) -> None:
    """Take the rights back."""
    services.revoke(actor=actor, now=now, delegation=record)


@admin.register(DelegatedAdmin)
class DelegatedAdminAdmin(RecordAdmin):
    """Who administers whose tenant."""

    list_display = ("granting", "holder", "since", "expires_at", "ended_at", "ended_by")
    list_select_related = ("granting", "holder")
    list_filter = (by_end("ended_at", _("rights"), open_=_("Open"), ended=_("Ended")),)
    search_fields = (
        "granting__name__icontains",
        "granting__primary_domain__icontains",
        "holder__name__icontains",
        "holder__primary_domain__icontains",
    )
    search_help_text = _("Name or domain of either side, or its whole Microsoft ID.")
    ordering = ("-pk",)
    id_fields = ("granting", "holder")
    operations = (
        Operation(
            "revoke",
            _("Take back"),
            _("The holder no longer administers this account. Everything else stays."),
            revoke,
            offered=lambda record: record.ended_at is None,
        ),
    )
