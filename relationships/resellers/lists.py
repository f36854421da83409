"""The list *Indirect resellers*. Upper floors add what they offer with `RESELLERS.extend(row_actions=[...])`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.lists import Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import refusals
from foundation.sorting import sort_name
from relationships.agreements.readiness import Readiness
from relationships.agreements.rules import RESELLER_RULES
from relationships.endings.panels import with_end
from relationships.partnerships.filters import filters_for
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_of
from relationships.requests.tabs import request_action


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the partnerships of this provider; the list shows the present ones unless others are asked for."""
    mine = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id)
    return mine.with_mpn_ids().with_signatures().with_planned_end().select_related("reseller__tenant")


def plain_name(partnership: Partnership) -> str:
    """Return the reseller's name."""
    return partnership.reseller.name


def name_of(partnership: Partnership) -> str:
    """Return the reseller's name, marked where the partnership has ended or will end."""
    return with_end(partnership.reseller.name, partnership)


def page_of(partnership: Partnership) -> str:
    """Return the address of the reseller's page."""
    return reverse("reseller", kwargs={"partner_id": partnership.reseller_id})


def readiness(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, Readiness]:
    """Return whether each reseller can transact."""
    return {key: Readiness(tuple(refusals(RESELLER_RULES, pair.reseller))) for key, pair in pairs_of(rows).items()}


RESELLERS = List(
    key="resellers",
    title=_("Indirect resellers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect reseller"), value=name_of, link=page_of, order="name", export=plain_name),
        Column("location", _("Location"), value=lambda row: country_name(row.reseller.tenant.country_id)),
        Column("mpn_id", _("MPN ID"), value=lambda row: row.reseller_mpn_id),
        Column("domain", _("Primary domain name"), value=lambda row: row.reseller.tenant.primary_domain, shown=False),
        Column("id", _("Microsoft ID"), value=lambda row: str(row.reseller_id), shown=False),
        Column(
            "since",
            _("Since"),
            value=lambda row: localdate(row.since),
            export=lambda row: row.since,
            order="since",
        ),
        Column("readiness", _("Status"), load=readiness, template="relationships/partnerships/readiness.html"),
        Column("customers", _("Customers"), value=lambda row: row.customer_count, order="customers", at_end=True),
    ],
    orders={
        "name": ("reseller_sort_name", "id"),
        "since": ("-since", "-id"),
        "customers": ("-customer_count", "-id"),
    },
    default_order="name",
    empty=Empty(
        _("No indirect resellers yet"),
        _("A reseller appears here once it has accepted your request for a partnership."),
        icon="resellers",
        action=request_action,
    ),
    row_name=plain_name,
    filters=filters_for("reseller"),
    search=("reseller_sort_name", "reseller_mpn_id", "reseller__tenant__primary_domain"),
    search_label=_("Search by name, MPN ID or domain"),
    search_as=sort_name,
    export_name="IndirectResellers",
    export_label=_("Export indirect resellers"),
)
