"""The list *Indirect providers*. Upper floors add what they offer with `PROVIDERS.extend(row_actions=[...])`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.sorting import sort_name
from relationships.delegation.models import DelegatedAdmin
from relationships.partnerships.models import Partnership


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the open partnerships of this reseller."""
    mine = Partnership.objects.visible_to(actor).open().filter(reseller=actor.tenant_id)
    return mine.with_mpn_ids().select_related("provider__tenant")


def page_of(partnership: Partnership) -> str:
    """Return the address of the provider's page."""
    return reverse("provider", kwargs={"partner_id": partnership.provider_id})


def admin_access(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, bool]:
    """Return which providers have admin access to this reseller's account (R14)."""
    given = DelegatedAdmin.objects.visible_to(actor).in_force(clock.now())
    holders = set(
        given.filter(granting=actor.tenant_id, holder__in=[row.provider_id for row in rows]).values_list(
            "holder", flat=True
        )
    )
    return {row.pk: row.provider_id in holders for row in rows}


PROVIDERS = List(
    key="providers",
    title=_("Indirect providers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect provider"), value=lambda row: row.provider.name, link=page_of, order="name"),
        Column("location", _("Location"), value=lambda row: country_name(row.provider.tenant.country_id)),
        Column("mpn_id", _("MPN ID"), value=lambda row: row.provider_mpn_id),
        Column("since", _("Since"), value=lambda row: row.since, order="since"),
        Column("admin_access", _("Admin access to your account"), load=admin_access),
    ],
    orders={"name": ("provider_sort_name", "id"), "since": ("-since", "-id")},
    default_order="name",
    empty=Empty(
        _("No indirect providers yet"),
        _("A provider asks you for a partnership by mail. Follow the link in it and accept: it appears here."),
        icon="providers",
    ),
    search=("provider_sort_name", "provider_mpn_id"),
    search_label=_("Search by name or MPN ID"),
    search_as=sort_name,
)
