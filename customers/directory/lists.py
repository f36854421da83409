"""The *Customers* list. It starts from the relationships, which carry the sort keys."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from customers.relationships.models import NEVER, CustomerRelationship
from customers.relationships.querysets import CustomerRelationshipQuerySet
from foundation.lists import Choice, Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.sorting import sort_name
from foundation.ui.states import badge
from relationships.partners.roles import PROVIDER, RESELLER
from relationships.partnerships.models import Partnership

NONE = "none"
"""The filter's value for customers without a reseller."""


def rows_of(actor: Actor) -> CustomerRelationshipQuerySet:
    """Return the relationships of this actor's company, each with its customer."""
    rows = CustomerRelationship.objects.visible_to(actor)
    return rows.select_related("customer__tenant", "customer__billing_profile", "reseller", "through")


def name_of(row: Any) -> str:
    """Return the customer's name, the one it is sorted, searched and exported by, marked if it was just added."""
    name: str = row.customer.name
    if getattr(row, "is_new", False):
        return format_html("{} {}", name, badge("new", gettext("New"), "success"))
    return name


def domain_and_id(row: Any) -> str:
    """Return the primary domain name with the Microsoft ID under it."""
    return format_html('{}<span class="second">{}</span>', row.customer.domain, row.customer_id)


def account_of(row: CustomerRelationship) -> str:
    """Return the address of the customer's account."""
    return reverse("customer_account", args=[row.customer_id])


def detail_of(row: CustomerRelationship) -> str:
    """Return the address of what the expanded row shows."""
    return reverse("customer_row", args=[row.customer_id])


def renewal_of(row: CustomerRelationship) -> date | None:
    """Return the day of the next renewal, if there is one."""
    return None if row.next_renewal == NEVER else row.next_renewal


def is_provider(actor: Actor) -> bool:
    """Say whether this actor's company works with resellers."""
    return PROVIDER in actor.kinds


def is_reseller(actor: Actor) -> bool:
    """Say whether this actor's company works through providers."""
    return RESELLER in actor.kinds


def resellers_of(actor: Actor) -> Sequence[tuple[str, Text]]:
    """Return the resellers a provider works or has worked with, and "none", to filter by."""
    rows = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id)
    found = rows.order_by("reseller_sort_name", "reseller").values_list("reseller", "reseller__name")
    return [(NONE, _("No indirect reseller")), *((str(key), name) for key, name in found)]


def providers_of(actor: Actor) -> Sequence[tuple[str, Text]]:
    """Return the providers a reseller works or has worked with, to filter by."""
    rows = Partnership.objects.visible_to(actor).filter(reseller=actor.tenant_id)
    found = rows.order_by("provider_sort_name", "provider").values_list("provider", "provider__name")
    return [(str(key), name) for key, name in found]


def with_reseller(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow to the customers of one reseller, or to those without one."""
    return rows.filter(reseller=None, through=None) if value == NONE else rows.filter(reseller=UUID(value))


def through_provider(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow to the customers served through one provider."""
    return rows.filter(through=UUID(value))


CUSTOMERS = List(
    key="customers",
    title=_("Customers"),
    queryset=rows_of,
    columns=[
        Column("name", _("Name"), value=name_of, link=account_of, order="name", export=lambda row: row.customer.name),
        Column("id", _("Microsoft ID"), value=lambda row: str(row.customer_id), shown=False),
        Column(
            "domain",
            _("Primary domain name, Microsoft ID"),
            value=domain_and_id,
            export=lambda row: row.customer.domain,
        ),
        Column(
            "reseller", _("Indirect reseller"), value=lambda row: row.reseller and row.reseller.name, when=is_provider
        ),
        Column(
            "provider", _("Indirect provider"), value=lambda row: row.through and row.through.name, when=is_reseller
        ),
        Column("subscriptions", _("Subscriptions"), value=lambda row: row.customer.subscription_count, at_end=True),
        Column("licences", _("Licenses"), value=lambda row: row.customer.licence_count, at_end=True),
        Column("renewal", _("Next renewal"), value=renewal_of, order="renewal"),
        Column(
            "since",
            _("Added"),
            value=lambda row: timezone.localdate(row.created_at),
            export=lambda row: row.created_at,
            order="newest",
        ),
    ],
    orders={
        "name": ("sort_name", "customer"),
        "renewal": ("next_renewal", "customer"),
        "newest": ("-created_at", "-customer"),
    },
    default_order="name",
    empty=Empty(
        _("No customers yet"),
        _("A customer appears here once it has been added."),
        icon="customers",
    ),
    filters=[
        Choice("reseller", _("Filter by indirect reseller"), resellers_of, with_reseller, when=is_provider),
        Choice("provider", _("Filter by indirect provider"), providers_of, through_provider, when=is_reseller),
    ],
    search=("customer__search_text",),
    search_label=_("Search by name or domain"),
    search_as=sort_name,
    row_name=lambda row: row.customer.name,
    expand=detail_of,
    export_name="Customers",
    export_label=_("Export customers"),
)
