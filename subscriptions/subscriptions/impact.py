"""Subscriptions as something that hangs on a partnership: incentives by status, and support contacts (R62, R68)."""

from datetime import datetime
from functools import partial

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from relationships.endings.impact import Impact, Line, Takeover, counted, register_impact
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import association_refusals, serving_refusals
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.reassignment import LIVE, fitting_contacts, move_incentives, move_support_contacts


def earning(status: str, now: datetime) -> Coalesce:
    """Count the provider's subscriptions in a status that name the reseller for incentives."""
    return counted(_sold().filter(reseller=OuterRef("reseller"), status=status))


def sold_through(status: str, actor: Actor, partnership: Partnership) -> str:
    """Return the list of the provider's subscriptions in a status that name the reseller, for whoever may open it."""
    if actor.tenant_id != partnership.provider_id or not actor.may("subscriptions.view"):
        return ""
    return f"{reverse('reseller_subscriptions', args=[partnership.reseller_id])}?status={status}"


def supported(now: datetime) -> Coalesce:
    """Count the provider's running subscriptions that the reseller answers for."""
    return counted(_sold().filter(support_contact=OuterRef("reseller"), status__in=LIVE))


def incentives() -> Impact:
    """Return the subscriptions on which the reseller earns, by status."""
    return Impact(
        "incentives",
        _("Subscriptions with the reseller for incentives"),
        fate=_(
            "They keep running, stay billed to the provider and keep this reseller for incentives. New ones cannot "
            "name it."
        ),
        lines=[
            Line(
                status.label,
                partial(earning, status.value),
                partial(sold_through, status.value),
                is_history=status not in LIVE,
            )
            for status in Subscription.Status
        ],
        order=30,
        weighs=True,
        takeover=Takeover(
            question=_("Who earns the incentives of active and suspended subscriptions?"),
            nobody=_("No reseller"),
            kept=_("To no reseller, because the customer is an affiliate of that reseller"),
            refusals=association_refusals,
            move=move_incentives,
        ),
    )


def support_contacts() -> Impact:
    """Return the subscriptions for which the reseller answers."""
    return Impact(
        "support",
        _("Designated support contacts"),
        fate=_("It stays the support contact of these subscriptions. It cannot be chosen for others any more."),
        lines=[Line(_("Subscriptions that the reseller answers for"), supported)],
        order=40,
        takeover=Takeover(
            question=_("Who becomes the designated support contact?"),
            nobody=_("We, the seller"),
            kept=_("To the provider, because that reseller does not administer the customer"),
            refusals=serving_refusals,
            move=move_support_contacts,
            fitting=fitting_contacts,
        ),
    )


def register() -> None:
    """Tell both before an end, and let both be handed over."""
    register_impact(incentives())
    register_impact(support_contacts())


def _sold() -> QuerySet[Subscription]:
    return Subscription.objects.filter(seller=OuterRef("provider"))
