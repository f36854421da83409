"""Who is told of a new customer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from foundation.users.models import User
from relationships.partners.models import Partner

ADDED = "customer-added"


def register() -> None:
    """Make the words known."""
    register_notice(ADDED, _("{provider} added the customer {customer} for you."))


def tell_customer(
    *, now: datetime, customer: Customer, admin: User, seller: Partner, reseller: Partner | None, language: str
) -> None:
    """Welcome the primary contact by mail: who serves it and how to sign in. The password is not in it."""
    enqueue(
        now=now,
        kind="customer-welcome",
        to_address=admin.email,
        language=language,
        context={
            "admin": admin,
            "customer": customer,
            "seller": seller,
            "reseller": reseller,
            "portal": settings.BASE_URL,
        },
        from_name=seller.name,
        about=customer,
    )


def tell_reseller(*, now: datetime, customer: Customer, seller: Partner, reseller: Partner) -> None:
    """Leave the reseller's people a notice that leads to the customer."""
    notify(
        now=now,
        tenant=reseller.tenant,
        permission="customers.view",
        kind=ADDED,
        params={"provider": seller.name, "customer": customer.name},
        url=reverse("customer_account", args=[customer.pk]),
    )
