"""What the pages of a customer show of its subscriptions: a tab, and a part of the expanded row with its actions."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.directory.pages import IN_ROW, CustomerPage, register_page, register_row_action
from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from foundation.ui.slots import Panel
from subscriptions.subscriptions.actions import add_action
from subscriptions.subscriptions.lists import works_in_two_tiers
from subscriptions.subscriptions.models import Subscription


def row_panel(actor: Actor, customer: Customer) -> list[Panel]:
    """Return who supports how many of a customer's subscriptions, in one query."""
    if not (actor.may("subscriptions.view") and works_in_two_tiers(actor)):
        return []
    contacts = (
        Subscription.objects.visible_to(actor)
        .filter(customer=customer, status=Subscription.Status.ACTIVE)
        .values("support_contact__name")
        .annotate(number=Count("pk"))
        .order_by("support_contact__name")
    )
    return [Panel("subscriptions/row_panel.html", {"contacts": contacts})]


def add_from_row(actor: Actor, customer: Customer) -> Action:
    """Return *Add subscription*, in one query."""
    agreed = CustomerAgreement.objects.visible_to(actor).attested(customer)
    return add_action(actor, customer, agreed=agreed)


def view_from_row(actor: Actor, customer: Customer) -> Action:
    """Return *View subscriptions*."""
    url = reverse("customer_subscriptions", args=[customer.pk])
    return Action(_("View subscriptions"), url, permitted=actor.may("subscriptions.view"))


def register() -> None:
    """Add the tab, the panel and the actions."""
    register_page(
        CustomerPage("subscriptions", _("Subscriptions"), "customer_subscriptions", "subscriptions.view"), first=True
    )
    IN_ROW.fill(row_panel)
    register_row_action(add_from_row)
    register_row_action(view_from_row)
