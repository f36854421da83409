"""The pages of a customer and what can be done from the list; upper floors add theirs from their `apps.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.actions import Action
from foundation.ui.navigation import Tab
from foundation.ui.slots import Slot
from relationships.agreements.readiness import Readiness, readiness_of

IN_ROW: Slot[Customer] = Slot("customers.row")
"""What the expanded row of a customer tells besides the account: pairs of dt and dd."""


@dataclass(frozen=True)
class CustomerPage:
    """A page about one customer: `url_name` takes the customer's id."""

    key: str
    label: Text
    url_name: str
    permission: str


_pages = [CustomerPage("account", _("Account"), "customer_account", "customers.view")]
_actions: list[Callable[[Actor], Action]] = []
_row_actions: list[Callable[[Actor, Customer], Action]] = []


def register_page(page: CustomerPage, *, first: bool = False) -> None:
    """Add a page to the tabs of every customer. Raises ValueError for a key that is there already."""
    if any(each.key == page.key for each in _pages):
        raise ValueError(f"There is a customer page {page.key} already.")
    _pages.insert(0 if first else len(_pages), page)


def register_action(action: Callable[[Actor], Action]) -> None:
    """Add an action to the list of customers as a whole."""
    _actions.append(action)


def register_row_action(action: Callable[[Actor, Customer], Action]) -> None:
    """Add an action to the expanded row of every customer."""
    _row_actions.append(action)


def row_actions_for(actor: Actor, customer: Customer) -> list[Action]:
    """Return what this person can do from a customer's expanded row."""
    return [action for make in _row_actions if (action := make(actor, customer)).permitted]


def tabs_of(actor: Actor, customer: Customer, current: str) -> list[Tab]:
    """Return the tabs above a customer's pages, for who may open them."""
    return [
        Tab(page.label, reverse(page.url_name, args=[customer.pk]), is_current=page.key == current)
        for page in _pages
        if actor.may(page.permission)
    ]


def actions_for(actor: Actor) -> list[Action]:
    """Return what this person can do from the list of customers."""
    return [action for make in _actions if (action := make(actor)).permitted]


def readiness_of_reseller(relationship: CustomerRelationship) -> Readiness | None:
    """Return whether the reseller of this relationship can transact, in one query; None where there is no reseller."""
    reseller = relationship.reseller_id
    return readiness_of([reseller])[reseller] if reseller else None
