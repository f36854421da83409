"""Ends of partnerships, for operators: ending one, and taking back what is planned."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.endings.models import PartnershipEnding
from relationships.endings.services import Wish, end_partnership, take_back_end
from relationships.partnerships.admin import PartnershipAdmin
from relationships.partnerships.models import Partnership


def end(*, actor: Actor, now: datetime, record: Partnership, reason: str) -> None:
    """End the partnership at once."""
    end_partnership(actor=actor, now=now, partnership=record, wish=Wish(reason=reason))


def take_back(*, actor: Actor, now: datetime, record: PartnershipEnding) -> None:
    """Let the partnership go on."""
    take_back_end(actor=actor, now=now, ending=record)


PartnershipAdmin.operations = (
    *PartnershipAdmin.operations,
    Operation(
        "end",
        _("End"),
        _(
            "The partnership ends at once, in the name of the portal's operator, and both sides are told. Customers, "
            "admin rights and subscriptions stay as they are; nothing new can be started together."
        ),
        end,
        ReasonForm,
        offered=lambda record: record.ended_at is None,
    ),
)
"""The end belongs to this folder, which stands above that of the partnerships."""


@admin.register(PartnershipEnding)
class PartnershipEndingAdmin(RecordAdmin):
    """Who ended which partnership, when and why, and what has come of the reseller's part."""

    list_display = (
        "partnership",
        "decided_by_tenant",
        "decided_by",
        "takes_effect_at",
        "carried_out_at",
        "cancelled_at",
        "reassigned_at",
    )
    list_select_related = ("partnership__provider", "partnership__reseller", "decided_by_tenant")
    list_filter = (
        by_end("carried_out_at", _("end"), open_=_("Not carried out"), ended=_("Carried out")),
        by_end("cancelled_at", _("taken back"), open_=_("Not taken back"), ended=_("Taken back")),
    )
    search_fields = ("partnership__provider_sort_name__contains", "partnership__reseller_sort_name__contains")
    search_help_text = _("Company of either side, or the whole id of a partnership or a partner.")
    ordering = ("-pk",)
    id_fields = ("partnership", "partnership__provider", "partnership__reseller", "decided_by_tenant")
    operations = (
        Operation(
            "take-back",
            _("Take back"),
            _("The planned end does not come; the partnership goes on and both sides are told."),
            take_back,
            offered=lambda record: record.is_planned,
        ),
    )
