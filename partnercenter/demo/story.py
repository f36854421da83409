"""Loading the demo story: in one transaction, through the services, with the past made past at the end."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.models import Tenant
from foundation.users.models import User
from partnercenter.demo.companies import COLLEAGUES, COMPANIES, CUSTOMERS_ADMIN, OPERATOR
from partnercenter.demo.customers import load_customers
from partnercenter.demo.network import APPLICANTS, load_network
from partnercenter.demo.partners import add_member, admin_of, load_partners, load_requests, person
from partnercenter.demo.timeline import count_as_sent
from relationships.partners.models import Partner
from relationships.partners.roles import GLOBAL_ADMIN

SIGN_INS = sorted(
    {f"admin@{company.domain}" for company in COMPANIES}
    | {colleague.address for colleague in COLLEAGUES}
    | {*APPLICANTS, CUSTOMERS_ADMIN[0], OPERATOR[0]}
)
"""Everybody who can sign in with the demo password."""

RECENT = timedelta(days=2)
"""What is younger is still to be sent, or unread: a mail on its way, and news."""


class NotEmpty(Exception):
    """Raised instead of mixing the story into an installation that has partners of its own."""


@transaction.atomic
def load_story(*, now: datetime, password: str) -> bool:
    """Load the demo data; say whether it was loaded now. Nothing happens when it is there already.

    `password` is everybody's. Raises NotEmpty when there are other partners.
    """
    if Tenant.objects.filter(primary_domain=COMPANIES[0].domain).exists():
        return False
    if Partner.objects.exists():
        raise NotEmpty
    admins = load_partners(now)
    load_requests(now, admins)
    load_customers(now, admins)
    load_customers_admin(now)
    load_network(now, admins)
    make_past(now)
    User.objects.filter(username__in=SIGN_INS).update(password=make_password(password), email_verified_at=now)
    return True


def load_customers_admin(now: datetime) -> None:
    """Let a customer's Global admin sign in with a mail address."""
    address, first_name, last_name, prefix = CUSTOMERS_ADMIN
    tenant = Tenant.objects.get(primary_domain__startswith=f"{prefix}.")
    add_member(person(address, first_name, last_name), admin_of(tenant), GLOBAL_ADMIN, now - timedelta(days=30))


def make_past(now: datetime) -> None:
    """Count old mails as sent and old notices as read, so that a newcomer's inbox is not flooded."""
    count_as_sent(OutgoingMail.objects.filter(created_at__lt=now - RECENT))
    old = Notification.objects.filter(created_at__lt=now - RECENT, read_at=None)
    old.update(read_at=F("created_at") + timedelta(hours=3))
