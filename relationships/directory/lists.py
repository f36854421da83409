"""The list *Find a provider*. Folders above add what a reseller can do there with `DIRECTORY.extend(...)`."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import Choice, Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import Text
from foundation.sorting import sort_name
from relationships.directory.models import ProviderListing


def rows_of(actor: Actor) -> QuerySet[ProviderListing]:
    """Return the listings of other providers that this actor finds."""
    found = ProviderListing.objects.visible_to(actor).found().exclude(provider=actor.tenant_id)
    return found.select_related("provider__tenant")


def page_of(listing: Any) -> str:
    """Return the address of the listing's page."""
    return reverse("directory_listing", kwargs={"provider_id": listing.provider_id})


def countries(actor: Actor) -> Sequence[tuple[str, Text]]:
    """Return the countries in which there are listed providers, by name."""
    codes = rows_of(actor).order_by().values_list("provider__tenant__country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: sort_name(pair[1]))


def in_country(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Narrow the rows to the providers of one country."""
    return rows.filter(provider__tenant__country=code)


DIRECTORY = List(
    key="directory",
    title=_("Find a provider"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect provider"), value=lambda row: row.provider.name, link=page_of, order="name"),
        Column("headline", _("What it says"), value=lambda row: row.headline),
        Column("location", _("Location"), value=lambda row: country_name(row.provider.tenant.country_id)),
    ],
    orders={"name": ("sort_name", "provider_id")},
    default_order="name",
    empty=Empty(
        _("No providers are listed yet"),
        _("Providers of your region who want to be found appear here. Others can still ask you by mail."),
        icon="search",
    ),
    filters=[Choice("country", _("Location"), countries, in_country)],
    search=("search_text",),
    search_label=_("Search by name or headline"),
    search_as=sort_name,
)
