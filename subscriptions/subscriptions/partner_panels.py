"""What lists and pages of partners show of subscriptions: how many the two have with one another, by status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import Column
from foundation.organisations.actor import Actor
from foundation.ui.slots import Panel
from relationships.partnerships.models import Partnership
from relationships.providers.slots import PROVIDER_PANELS
from relationships.resellers.lists import RESELLERS
from relationships.resellers.slots import RESELLER_PANELS
from subscriptions.subscriptions.models import Subscription


@dataclass(frozen=True)
class StatusCount:
    """How many subscriptions in one status name the reseller for incentives, and as support contact."""

    status: Subscription.Status
    earning: int
    supporting: int


def active_counts(actor: Actor, rows: Sequence[Partnership]) -> Mapping[Any, int]:
    """Return how many active subscriptions name each reseller, in one query."""
    sold = Subscription.objects.visible_to(actor).filter(
        seller=actor.tenant_id,
        reseller__in=[row.reseller_id for row in rows],
        status=Subscription.Status.ACTIVE,
    )
    counted = dict(sold.order_by().values_list("reseller").annotate(number=Count("pk")))
    return {row.pk: counted.get(row.reseller_id, 0) for row in rows}


def panel_for(actor: Actor, partnership: Partnership) -> list[Panel]:
    """Return how many subscriptions the provider sells with the reseller, by status; one query."""
    if not actor.may("subscriptions.view"):
        return []
    is_seller = actor.tenant_id == partnership.provider_id
    other = f"reseller={partnership.reseller_id}" if is_seller else f"provider={partnership.provider_id}"
    data = {
        "counts": counts_of(actor, partnership),
        "is_seller": is_seller,
        "customers_url": f"{reverse('customers')}?{other}" if actor.may("customers.view") else "",
    }
    return [Panel("subscriptions/partner_panel.html", data)]


def counts_of(actor: Actor, partnership: Partnership) -> list[StatusCount]:
    """Return the numbers by status, those without any left out."""
    earning, supporting = Q(reseller=partnership.reseller_id), Q(support_contact=partnership.reseller_id)
    sold = Subscription.objects.visible_to(actor).filter(earning | supporting, seller=partnership.provider_id)
    found = (
        sold.order_by()
        .values_list("status")
        .annotate(earning=Count("pk", filter=earning), supporting=Count("pk", filter=supporting))
    )
    by_status = {status: (earns, supports) for status, earns, supports in found}
    return [StatusCount(status, *by_status[status]) for status in Subscription.Status if status in by_status]


def register() -> None:
    """Add the column and the panels."""
    RESELLERS.extend(columns=[Column("subscriptions", _("Subscriptions"), load=active_counts, shown=False)])
    RESELLER_PANELS.fill(panel_for)
    PROVIDER_PANELS.fill(panel_for)
