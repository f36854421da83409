"""The account with which a customer's first Global admin signs in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Upper

from customers.accounts.models import Customer
from customers.admin_users.rules import AdminAccount, opens_the_customer_alone
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


def domains_with_admin(domains: Iterable[str]) -> set[str]:
    """Return those of these domains whose admin's sign-in name somebody has, whatever the case; in one query."""
    wanted = {admin_name(domain).upper(): domain for domain in domains}
    people = User.objects.annotate(name=Upper("username")).filter(name__in=wanted)
    return {wanted[name] for name in people.values_list("name", flat=True)}


def admin_account(customer: Customer) -> AdminAccount:
    """Return whose the sign-in name of the customer's admin user is, in one query."""
    name = admin_name(customer.domain)
    now_open = Q(memberships__ended_at=None, memberships__isnull=False)
    alone = User.objects.filter(username=name, is_staff=False, is_superuser=False).annotate(
        here=Count("memberships", filter=now_open & Q(memberships__tenant=customer.tenant)),
        anywhere=Count("memberships", filter=now_open),
    )
    return AdminAccount(customer.name, name, is_customers_alone=alone.filter(here=1, anywhere=1).exists())


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

    The actor's company needs delegated administration of the customer, and the sign-in name opens nothing but that
    customer. Raises Refused.
    """
    partner = Partner.objects.get(pk=actor.tenant_id)
    with_tenant = Customer.objects.select_related("tenant")
    locked = with_tenant.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    enforce([has_delegated_admin], tie_between(partner=partner, customer=locked, now=now))
    # The person is held, so that nobody gives them another membership meanwhile.
    behind_it = User.objects.select_for_update().filter(username=admin_name(locked.domain))
    list(behind_it)
    enforce([opens_the_customer_alone], admin_account(locked))
    user = behind_it.get()
    password = reset_password(user=user, now=now)
    record(actor=actor, now=now, verb="customer.admin_password_reset", subject=locked, user=user.username)
    return FirstSignIn(user, password)
