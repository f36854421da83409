"""The tabs of *Indirect resellers*. Folders above add theirs with `register_tab`."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from foundation.organisations.actor import Actor
from foundation.rules import Text, refusals
from foundation.ui.actions import Action
from foundation.ui.navigation import Tab
from relationships.agreements.rules import SELLER_RULES
from relationships.agreements.standing import standing_of
from relationships.requests.rules import asks_as_provider


@dataclass(frozen=True)
class ResellersTab:
    """A page under *Indirect resellers*. A lower `order` comes first."""

    label: Text
    url_name: str
    order: int


_tabs = [ResellersTab(_lazy("Indirect resellers"), "resellers", 10), ResellersTab(_lazy("Requests"), "requests", 20)]


def register_tab(tab: ResellersTab) -> None:
    """Add a page of a folder above, from its `apps.py`. Raises ValueError for one that is there already."""
    if any(each.url_name == tab.url_name for each in _tabs):
        raise ValueError(f"{tab.url_name} is a tab of Indirect resellers already.")
    _tabs.append(tab)
    _tabs.sort(key=lambda each: each.order)


def tabs_of_resellers(current: str) -> list[Tab]:
    """Return the tabs, the one whose URL name is `current` in force."""
    return [Tab(tab.label, reverse(tab.url_name), tab.url_name == current) for tab in _tabs]


def request_action(actor: Actor) -> Action | None:
    """Return *Request a partnership*, with what keeps the provider from it; nothing for who may not ask."""
    if actor.tenant_id is None or not actor.may("partnerships.request"):
        return None
    against = refusals((asks_as_provider, *SELLER_RULES), standing_of(actor.tenant_id))
    return Action(_("Request a partnership"), reverse("request_new"), "add", "primary", refusals=against)
