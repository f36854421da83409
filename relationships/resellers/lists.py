"""The list *Indirect resellers*. Upper floors add what they offer with `RESELLERS.extend(row_actions=[...])`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.sorting import sort_name
from relationships.agreements.readiness import Readiness, readiness_of
from relationships.partnerships.models import Partnership
from relationships.requests.tabs import request_action


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the open partnerships of this provider."""
    mine = Partnership.objects.visible_to(actor).open().filter(provider=actor.tenant_id)
    return mine.with_mpn_ids().select_related("reseller__tenant")


def page_of(partnership: Partnership) -> str:
    """Return the address of the reseller's page."""
    return reverse("reseller", kwargs={"partner_id": partnership.reseller_id})


def readiness(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, Readiness]:
    """Return whether each reseller can transact."""
    found = readiness_of(row.reseller_id for row in rows)
    return {row.pk: found[row.reseller_id] for row in rows}


RESELLERS = List(
    key="resellers",
    title=_("Indirect resellers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect reseller"), value=lambda row: row.reseller.name, link=page_of, order="name"),
        Column("location", _("Location"), value=lambda row: country_name(row.reseller.tenant.country_id)),
        Column("mpn_id", _("MPN ID"), value=lambda row: row.reseller_mpn_id),
        Column("since", _("Since"), value=lambda row: row.since, order="since"),
        Column("readiness", _("Status"), load=readiness, template="relationships/resellers/readiness.html"),
    ],
    orders={"name": ("reseller_sort_name", "id"), "since": ("-since", "-id")},
    default_order="name",
    empty=Empty(
        _("No indirect resellers yet"),
        _("A reseller appears here once it has accepted your request for a partnership."),
        icon="resellers",
        action=request_action,
    ),
    search=("reseller_sort_name", "reseller_mpn_id"),
    search_label=_("Search by name or MPN ID"),
    search_as=sort_name,
    export_name="IndirectResellers",
    export_label=_("Export indirect resellers"),
)
