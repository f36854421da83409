"""The ways into the wizard: *Add customer* over the list of customers, *Add new customer* in the row of a reseller."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.adding.decision import seller_refusals
from customers.directory.pages import register_action
from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from relationships.agreements.standing import standing_of
from relationships.partnerships.pairs import pairs_of
from relationships.partnerships.rules import Pair, serving_refusals
from relationships.resellers.lists import RESELLERS


def add_customer(actor: Actor) -> Action:
    """Return *Add customer*, disabled with the reason for a seller that can add none. One query."""
    permitted = actor.tenant_id is not None and actor.may("customers.add")
    against = seller_refusals(standing_of(actor.tenant_id)) if actor.tenant_id and permitted else []
    return Action(_("Add customer"), reverse("new_customer"), "add", "primary", permitted=permitted, refusals=against)


def add_for_resellers(actor: Actor, partnerships: Sequence[Any]) -> Mapping[Any, Sequence[Action]]:
    """Return *Add new customer* for each row, its reseller chosen in the form, or disabled with the reason.

    At most one query however many rows there are.
    """
    if not actor.may("customers.add"):
        return {}
    return {key: [_for_reseller(pair)] for key, pair in pairs_of(partnerships).items()}


def _for_reseller(pair: Pair) -> Action:
    url = f"{reverse('new_customer')}?reseller={pair.reseller.partner_id}"
    against = seller_refusals(pair.provider) + serving_refusals(pair)
    return Action(_("Add new customer"), url, icon="add", refusals=against)


def register() -> None:
    """Add the actions to the lists."""
    register_action(add_customer)
    RESELLERS.extend(row_actions=[add_for_resellers])
