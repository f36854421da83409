"""Customers as something that hangs on a partnership: how many there are, and handing them over (R67)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.relationships.models import CustomerRelationship
from customers.relationships.reassignment import move_customers
from foundation.organisations.actor import Actor
from relationships.delegation.models import DelegatedAdmin
from relationships.endings.impact import Impact, Line, Takeover, counted, register_impact
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import serving_refusals


def shared_customers(now: datetime) -> Coalesce:
    """Count the provider's customers that name the reseller."""
    return counted(_shared())


def administered_customers(now: datetime) -> Coalesce:
    """Count those of them that the reseller administers."""
    held = DelegatedAdmin.objects.in_force(now).filter(granting=OuterRef("customer"), holder=OuterRef("reseller"))
    return counted(_shared().filter(Exists(held)))


def where(actor: Actor, partnership: Partnership) -> str:
    """Return the list of customers, narrowed to these; each side has a filter for it."""
    if actor.tenant_id is None or not actor.may("customers.view"):
        return ""
    if actor.tenant_id == partnership.provider_id:
        return f"{reverse('customers')}?reseller={partnership.reseller_id}"
    return f"{reverse('customers')}?provider={partnership.provider_id}"


def register() -> None:
    """Tell both before an end, and let the customers be handed over."""
    register_impact(
        Impact(
            "customers",
            _("Customers"),
            fate=_("They stay customers of both: each side keeps them in its list and goes on looking after them."),
            lines=[Line(_("Customers that both serve"), shared_customers, where)],
            order=10,
            weighs=True,
            takeover=Takeover(
                question=_("Who takes over the customers?"),
                nobody=_("No reseller: they become our own"),
                kept=_("To the provider, because the customer is an affiliate of that reseller"),
                refusals=serving_refusals,
                move=move_customers,
            ),
        )
    )
    register_impact(
        Impact(
            "customer_access",
            _("Admin rights at customers"),
            fate=_("They stay until the customer takes them back. Handing customers over does not move them."),
            lines=[Line(_("Customers that the reseller administers"), administered_customers)],
            order=20,
        )
    )


def _shared() -> QuerySet[CustomerRelationship]:
    return CustomerRelationship.objects.filter(
        partner=OuterRef("provider"), reseller=OuterRef("reseller"), ended_at=None
    )
