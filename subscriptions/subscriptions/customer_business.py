"""What subscriptions say when a relationship with a customer is to be removed (R65, R66)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from customers.accounts.models import Customer
from customers.relationships.business import Business, register_business
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from subscriptions.subscriptions.models import Subscription


def active(seller_id: UUID, customer_id: UUID) -> int:
    """Count the active subscriptions that the seller has sold to the customer."""
    sold = Subscription.objects.filter(customer=customer_id, seller=seller_id)
    return sold.filter(status=Subscription.Status.ACTIVE).count()


def hand_support_to_seller(
    *, actor: Actor, now: datetime, customer: Customer, seller_id: UUID, partner_ids: Collection[UUID]
) -> None:
    """Make the seller the support contact wherever one of these partners was (R61)."""
    sold = Subscription.objects.filter(customer=customer, seller=seller_id, support_contact__in=partner_ids)
    others = sold.exclude(support_contact=seller_id)
    for subscription in others.select_for_update(of=("self",), no_key=True).order_by("pk"):
        before = str(subscription.support_contact_id)
        subscription.support_contact_id = seller_id
        subscription.version += 1
        subscription.save(update_fields=["support_contact", "version"])
        record(
            actor=actor,
            now=now,
            verb="subscription.support_contact_set",
            subject=subscription,
            before=before,
            after=str(seller_id),
        )


def register() -> None:
    """Say both to the floor below."""
    register_business(Business(running=active, let_go=hand_support_to_seller))
