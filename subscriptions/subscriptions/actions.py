"""What can be done about a customer's subscriptions, drawn on several pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.agreements.rules import Consent, has_agreed
from foundation.organisations.actor import Actor
from foundation.rules import refusals
from foundation.ui.actions import Action


def add_action(actor: Actor, customer: Customer, *, agreed: bool) -> Action:
    """Return *Add subscription*, disabled with the reason while the customer has not agreed (R40)."""
    return Action(
        _("Add subscription"),
        reverse("new_subscription", args=[customer.pk]),
        icon="add",
        kind="primary",
        permitted=actor.may("orders.place"),
        refusals=refusals([has_agreed], Consent(customer.name, agreed)),
    )
