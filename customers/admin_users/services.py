"""The account with which a customer's first Global admin signs in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from customers.accounts.models import Customer
from customers.relationships.rules import has_delegated_admin
from customers.relationships.ties import tie_between
from foundation.accounts.services import create_user, reset_password, temporary_password
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Tenant
from foundation.rules import enforce
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partners.roles import GLOBAL_ADMIN


@dataclass(frozen=True)
class FirstSignIn:
    """A sign-in name and its temporary password, to be shown once and kept nowhere."""

    user: User
    password: str = field(repr=False)


def admin_name(domain: str) -> str:
    """Return the sign-in name of the admin user of a domain."""
    return f"admin@{domain}"


def create_admin(*, tenant: Tenant, first_name: str, last_name: str, email: str) -> FirstSignIn:
    """Create the admin user of a new customer with a temporary password that the first sign-in changes (R38).

    Called inside the transaction that writes the customer.
    """
    password = temporary_password()
    user = create_user(
        username=admin_name(tenant.primary_domain),
        email=email,
        first_name=first_name,
        last_name=last_name,
        password=password,
        must_change_password=True,
    )
    Membership.objects.create(user=user, tenant=tenant, roles=[GLOBAL_ADMIN])
    return FirstSignIn(user, password)


@transaction.atomic
def reset_admin_password(*, actor: Actor, now: datetime, customer: Customer) -> FirstSignIn:
    """Give the customer's admin user a new temporary password, returned this once (R38).

    The actor's company needs delegated administration of the customer. Raises Refused.
    """
    partner = Partner.objects.get(pk=actor.tenant_id)
    with_tenant = Customer.objects.select_related("tenant")
    locked = with_tenant.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    enforce([has_delegated_admin], tie_between(partner=partner, customer=locked, now=now))
    user = User.objects.get(username=admin_name(locked.domain))
    password = reset_password(user=user, now=now)
    record(actor=actor, now=now, verb="customer.admin_password_reset", subject=locked, user=user.username)
    return FirstSignIn(user, password)
