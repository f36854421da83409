"""The tabs of *Indirect resellers*."""

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.organisations.actor import Actor
from foundation.rules import refusals
from foundation.ui.actions import Action
from foundation.ui.navigation import Tab
from relationships.agreements.rules import SELLER_RULES
from relationships.agreements.standing import standing_of
from relationships.requests.rules import asks_as_provider


def tabs_of_resellers(current: str) -> list[Tab]:
    """Return the tabs, the one whose URL name is `current` in force."""
    labels = {"resellers": _("Indirect resellers"), "requests": _("Requests")}
    return [Tab(label, reverse(name), name == current) for name, label in labels.items()]


def request_action(actor: Actor) -> Action | None:
    """Return *Request a partnership*, with what keeps the provider from it; nothing for who may not ask."""
    if actor.tenant_id is None or not actor.may("partnerships.request"):
        return None
    against = refusals((asks_as_provider, *SELLER_RULES), standing_of(actor.tenant_id))
    return Action(_("Request a partnership"), reverse("request_new"), "add", "primary", refusals=against)
