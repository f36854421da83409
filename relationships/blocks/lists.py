"""The list of providers whose requests a reseller does not take."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import Column, Empty, List, per_row
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.sorting import sort_name
from foundation.ui.actions import Action
from relationships.blocks.models import RequestBlock


def rows_of(actor: Actor) -> QuerySet[RequestBlock]:
    """Return the blocks in force of the actor's company."""
    return RequestBlock.objects.visible_to(actor).in_force().select_related("provider__tenant")


def allow_again(actor: Actor, block: Any) -> list[Action]:
    """Return what takes a block back."""
    url = reverse("provider_unblock", kwargs={"partner_id": block.provider_id})
    return [Action(_("Take requests again"), url, "undo", post=True, permitted=actor.may("requests.block"))]


BLOCKED_PROVIDERS = List(
    key="blocked-providers",
    title=_("Blocked providers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect provider"), value=lambda row: row.provider.name),
        Column("location", _("Location"), value=lambda row: country_name(row.provider.tenant.country_id)),
        Column("domain", _("Primary domain name"), value=lambda row: row.provider.tenant.primary_domain),
        Column("since", _("Blocked since"), value=lambda row: row.since, order="since"),
        Column("by", _("Blocked by"), value=lambda row: row.set_by),
    ],
    orders={"since": ("-since", "-id")},
    default_order="since",
    empty=Empty(
        _("No provider is blocked"),
        _("You can block a provider when you decline its request, or on its page under Indirect providers."),
        icon="providers",
    ),
    search=("provider__sort_name",),
    search_label=_("Search by name"),
    search_as=sort_name,
    row_actions=[per_row(allow_again)],
)
