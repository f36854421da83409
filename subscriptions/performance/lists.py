"""The resellers behind a figure, and the subscriptions behind a reseller's."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import Choice, Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.sorting import sort_name
from relationships.partnerships.models import Partnership
from subscriptions.performance.revenue import last_purchase_of, revenue_of
from subscriptions.subscriptions.lists import SUBSCRIPTIONS, rows_of as subscriptions_of
from subscriptions.subscriptions.models import Subscription


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the provider's resellers, former ones too, each by its latest partnership."""
    mine = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id)
    later = mine.filter(reseller=OuterRef("reseller"), since__gt=OuterRef("since"))
    return mine.filter(~Exists(later)).select_related("reseller__tenant")


def subscriptions_sold(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, int]:
    """Return how many subscriptions were sold with each reseller: as many as the list behind the number holds."""
    resellers = [row.reseller_id for row in rows]
    found = Subscription.objects.visible_to(actor).filter(seller=actor.tenant_id, reseller__in=resellers)
    by_reseller = dict(found.values_list("reseller").annotate(Count("pk")))
    return {row.pk: by_reseller.get(row.reseller_id, 0) for row in rows}


def last_purchases(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, Any]:
    """Return when something was last bought through each reseller."""
    latest = last_purchase_of([row.reseller_id for row in rows], seller_id=actor.tenant_id)
    return {row.pk: latest.get(row.reseller_id) for row in rows}


def own_revenue(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, Decimal]:
    """Return what was billed through each reseller by this provider in twelve months, in USD."""
    found = revenue_of([row.reseller_id for row in rows], clock.now().date(), seller_id=actor.tenant_id)
    return {row.pk: found[row.reseller_id] for row in rows}


BEHIND_A_FIGURE = List(
    key="performance",
    title=_("Reseller performance"),
    queryset=rows_of,
    columns=[
        Column(
            "name",
            _("Indirect reseller"),
            value=lambda row: row.reseller.name,
            order="name",
            template="subscriptions/performance/reseller_cell.html",
        ),
        Column("location", _("Location"), value=lambda row: country_name(row.reseller.tenant.country_id)),
        Column("since", _("Since"), value=lambda row: row.since, order="since"),
        Column("ended", _("Ended"), value=lambda row: row.ended_at),
        Column(
            "subscriptions",
            _("Subscriptions"),
            load=subscriptions_sold,
            at_end=True,
            template="subscriptions/performance/subscriptions_cell.html",
        ),
        Column("last", _("Last purchase"), load=last_purchases, shown=False),
        Column("revenue", _("Revenue with you, 12 months (USD)"), load=own_revenue, at_end=True),
    ],
    orders={"name": ("reseller_sort_name", "id"), "since": ("-since", "-id")},
    default_order="name",
    empty=Empty(_("Nobody"), _("No reseller is counted here."), icon="resellers"),
    search=("reseller_sort_name",),
    search_as=sort_name,
    export_name="ResellerPerformance",
)


def of_reseller(actor: Actor, partner_id: Any) -> QuerySet[Subscription]:
    """Return the subscriptions that the actor's company has sold with this reseller for incentives."""
    return subscriptions_of(actor).filter(seller=actor.tenant_id, reseller=partner_id)


RESELLER_SUBSCRIPTIONS = List(
    key="reseller-subscriptions",
    title=_("Subscriptions"),
    queryset=subscriptions_of,
    columns=[
        Column("customer", _("Customer"), value=lambda row: row.customer.name),
        *SUBSCRIPTIONS.columns,
    ],
    orders=SUBSCRIPTIONS.orders,
    default_order="newest",
    empty=Empty(
        _("No subscriptions"), _("Nothing was ordered with this reseller for incentives."), icon="subscriptions"
    ),
    filters=[Choice("status", _("Status"), Subscription.Status.choices, lambda rows, value: rows.filter(status=value))],
    search=("nickname",),
    search_label=_("Search by nickname"),
    export_name="ResellerSubscriptions",
)
