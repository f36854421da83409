"""*View customers* in the lists of indirect resellers and indirect providers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import per_row
from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from relationships.providers.lists import PROVIDERS
from relationships.resellers.lists import RESELLERS


def of_reseller(actor: Actor, partnership: Any) -> list[Action]:
    """Return what leads to the customers of this row's reseller."""
    return [_view(actor, f"reseller={partnership.reseller_id}")]


def of_provider(actor: Actor, partnership: Any) -> list[Action]:
    """Return what leads to the customers served through this row's provider."""
    return [_view(actor, f"provider={partnership.provider_id}")]


def register() -> None:
    """Add the actions to the lists."""
    RESELLERS.extend(row_actions=[per_row(of_reseller)])
    PROVIDERS.extend(row_actions=[per_row(of_provider)])


def _view(actor: Actor, query: str) -> Action:
    permitted = actor.may("customers.view")
    return Action(_("View customers"), f"{reverse('customers')}?{query}", icon="customers", permitted=permitted)
