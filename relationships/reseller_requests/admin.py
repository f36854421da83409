"""Resellers' requests to providers, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_month
from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.reseller_requests.models import ResellerRequest
from relationships.reseller_requests.services import withdraw_reseller_request


def withdraw(*, actor: Actor, now: datetime, record: ResellerRequest) -> None:
    """Take the request back."""
    withdraw_reseller_request(actor=actor, now=now, request=record)


@admin.register(ResellerRequest)
class ResellerRequestAdmin(RecordAdmin):
    """Which reseller asked which provider, and what came of it."""

    list_display = ("reseller", "provider", "state", "created_at", "expires_at", "closed_at")
    list_select_related = ("reseller", "provider")
    list_filter = ("state", by_month("created_at", _("created")))
    search_fields = (
        "reseller__sort_name__contains",
        "provider__sort_name__contains",
        "reseller__locations__mpn_id__exact",
        "provider__locations__mpn_id__exact",
    )
    search_help_text = _("Company or MPN ID of either side, or the whole id of the request or a partner.")
    ordering = ("provider_id", "-created_at", "-pk")
    id_fields = ("pk", "reseller", "provider", "partnership")
    operations = (
        Operation(
            "withdraw",
            _("Withdraw"),
            _("The provider can no longer accept it, and is told."),
            withdraw,
            offered=lambda record: record.state == ResellerRequest.State.SENT,
        ),
    )
