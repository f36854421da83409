"""Blocks, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import end_block as end


def end_block(*, actor: Actor, now: datetime, record: RequestBlock) -> None:
    """Let the provider ask again."""
    end(actor=actor, now=now, block=record)


@admin.register(RequestBlock)
class RequestBlockAdmin(RecordAdmin):
    """Which reseller takes no further requests from which provider."""

    list_display = ("reseller", "provider", "since", "set_by", "ended_at", "ended_by")
    list_select_related = ("reseller", "provider")
    list_filter = (by_end("ended_at", _("block"), open_=_("In force"), ended=_("Taken back")),)
    search_fields = (
        "reseller__sort_name__contains",
        "provider__sort_name__contains",
        "reseller__locations__mpn_id__exact",
        "provider__locations__mpn_id__exact",
    )
    search_help_text = _("Company or MPN ID of either side, or its whole id.")
    ordering = ("-pk",)
    id_fields = ("reseller", "provider")
    operations = (
        Operation(
            "end",
            _("End block"),
            _("The provider can ask this reseller for a partnership again."),
            end_block,
            offered=lambda record: record.ended_at is None,
        ),
    )
