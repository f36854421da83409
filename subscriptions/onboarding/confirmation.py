"""The *Confirmation*: what has been created."""

from dataclasses import dataclass

from customers.accounts.models import BillingProfile, Customer
from customers.admin_users.services import admin_name
from customers.agreements.models import CustomerAgreement
from foundation.organisations.actor import Actor
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.ordering.lines import ShownLine, shown_again
from subscriptions.orders.models import Order, OrderLine


@dataclass(frozen=True)
class Confirmation:
    """Everything the page shows, without the password. Without an order there are no lines."""

    customer: Customer
    admin: str
    contact: BillingProfile
    agreement: CustomerAgreement | None
    order: Order | None
    lines: list[ShownLine]


def confirmation_of(actor: Actor, draft: CustomerDraft) -> Confirmation:
    """Return what this submitted draft (its customer, tenant and billing profile loaded) has become."""
    customer = draft.customer
    if customer is None:
        raise ValueError("Only a submitted draft is confirmed.")
    order = Order.objects.visible_to(actor).filter(submission=draft.pk).first()
    lines = OrderLine.objects.filter(order=order).order_by("number") if order else []
    return Confirmation(
        customer=customer,
        admin=admin_name(customer.domain),
        contact=customer.billing_profile,
        agreement=customer.agreements.order_by("-recorded_at", "-pk").first(),
        order=order,
        lines=shown_again(lines),
    )
