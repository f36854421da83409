"""What the pages of a customer show of its subscriptions: a tab, and a part of the expanded row."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.directory.pages import IN_ROW, CustomerPage, register_page
from foundation.organisations.actor import Actor
from foundation.ui.slots import Panel
from subscriptions.subscriptions.actions import add_action
from subscriptions.subscriptions.lists import works_in_two_tiers
from subscriptions.subscriptions.models import Subscription


def row_panel(actor: Actor, customer: Customer) -> list[Panel]:
    """Return who supports how many subscriptions, and the way to add and to view them, in two queries."""
    if not actor.may("subscriptions.view"):
        return []
    contacts = (
        Subscription.objects.visible_to(actor)
        .filter(customer=customer, status=Subscription.Status.ACTIVE)
        .values("support_contact__name")
        .annotate(number=Count("pk"))
        .order_by("support_contact__name")
    )
    data = {
        "customer": customer,
        "contacts": contacts if works_in_two_tiers(actor) else [],
        "add": add_action(actor, customer, agreed=CustomerAgreement.objects.visible_to(actor).attested(customer)),
    }
    return [Panel("subscriptions/row_panel.html", data)]


def register() -> None:
    """Add the tab and the panel."""
    register_page(
        CustomerPage("subscriptions", _("Subscriptions"), "customer_subscriptions", "subscriptions.view"), first=True
    )
    IN_ROW.fill(row_panel)
