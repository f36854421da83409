"""The ways into the wizard: *Add customer* over the list of customers, *Add new customer* in the row of a reseller."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.directory.pages import register_action
from foundation.lists import per_row
from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from relationships.resellers.lists import RESELLERS


def add_customer(actor: Actor) -> Action:
    """Return *Add customer*."""
    permitted = actor.may("customers.add")
    return Action(_("Add customer"), reverse("new_customer"), icon="add", kind="primary", permitted=permitted)


def add_for_reseller(actor: Actor, partnership: Any) -> list[Action]:
    """Return *Add new customer*, with this row's reseller chosen in the form."""
    url = f"{reverse('new_customer')}?reseller={partnership.reseller_id}"
    return [Action(_("Add new customer"), url, icon="add", permitted=actor.may("customers.add"))]


def register() -> None:
    """Add the actions to the lists."""
    register_action(add_customer)
    RESELLERS.extend(row_actions=[per_row(add_for_reseller)])
