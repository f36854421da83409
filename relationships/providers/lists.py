"""The list *Indirect providers*. Upper floors add what they offer with `PROVIDERS.extend(row_actions=[...])`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import refusals
from foundation.sorting import sort_name
from foundation.ui.actions import Action
from relationships.agreements.readiness import Readiness
from relationships.agreements.rules import SELLER_RULES
from relationships.endings.panels import with_end
from relationships.partnerships.filters import filters_for
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_of


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the partnerships of this reseller; the list shows the present ones unless others are asked for."""
    mine = Partnership.objects.visible_to(actor).filter(reseller=actor.tenant_id)
    told = mine.with_mpn_ids().with_planned_end().with_admin_access(clock.now())
    return told.select_related("provider__tenant")


def plain_name(partnership: Partnership) -> str:
    """Return the provider's name."""
    return partnership.provider.name


def name_of(partnership: Partnership) -> str:
    """Return the provider's name, marked where the partnership has ended or will end."""
    return with_end(partnership.provider.name, partnership)


def page_of(partnership: Partnership) -> str:
    """Return the address of the provider's page."""
    return reverse("provider", kwargs={"partner_id": partnership.provider_id})


def readiness(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, Readiness]:
    """Return whether each provider can transact."""
    return {key: Readiness(tuple(refusals(SELLER_RULES, pair.provider))) for key, pair in pairs_of(rows).items()}


def find_action(actor: Actor) -> Action | None:
    """Return the way to the directory, for who may look there."""
    return Action(_("Find a provider"), reverse("directory"), "search") if actor.may("directory.view") else None


PROVIDERS = List(
    key="providers",
    title=_("Indirect providers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect provider"), value=name_of, link=page_of, order="name", export=plain_name),
        Column("location", _("Location"), value=lambda row: country_name(row.provider.tenant.country_id)),
        Column("mpn_id", _("MPN ID"), value=lambda row: row.provider_mpn_id),
        Column("domain", _("Primary domain name"), value=lambda row: row.provider.tenant.primary_domain, shown=False),
        Column("id", _("Microsoft ID"), value=lambda row: str(row.provider_id), shown=False),
        Column(
            "since",
            _("Since"),
            value=lambda row: localdate(row.since),
            export=lambda row: row.since,
            order="since",
        ),
        Column("readiness", _("Status"), load=readiness, template="relationships/partnerships/readiness.html"),
        Column("customers", _("Customers"), value=lambda row: row.customer_count, order="customers", at_end=True),
        Column("admin_access", _("Admin access to your account"), value=lambda row: row.access_since is not None),
    ],
    orders={
        "name": ("provider_sort_name", "id"),
        "since": ("-since", "-id"),
        "customers": ("-customer_count", "-id"),
    },
    default_order="name",
    empty=Empty(
        _("No indirect providers yet"),
        _("A provider asks you for a partnership by mail: follow the link in it and accept. Or find one yourself."),
        icon="providers",
        action=find_action,
    ),
    row_name=plain_name,
    filters=filters_for("provider"),
    search=("provider_sort_name", "provider_mpn_id", "provider__tenant__primary_domain"),
    search_label=_("Search by name, MPN ID or domain"),
    search_as=sort_name,
    export_name="IndirectProviders",
    export_label=_("Export indirect providers"),
)
