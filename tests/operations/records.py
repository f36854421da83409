"""A few records of every kind, for tests that walk the operators' pages."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from customers.accounts.models import Customer, Tag
from foundation.audit.services import record
from foundation.mail.models import OutgoingMail
from foundation.mail.services import enqueue
from foundation.notifications.models import Notification
from foundation.organisations.actor import portal
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner
from relationships.requests.models import PartnershipRequest
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, PROVIDER, RESELLER, customer_of, make_partner, make_partnership
from tests.factories import UserFactory
from tests.subscriptions.factories import line, make_offer, make_price_list, order

NOT_OURS = {EmailAddress}
"""Registered by nobody: rows of the sign-in library that the portal does not use."""


def make_some(count: int) -> None:
    """Make `count` of everything: each has a company, a reseller, a customer and an order of its own."""
    for _each in range(count):
        number = uuid.uuid4().hex[:8]
        provider = make_partner(f"Provider {number}", PROVIDER)
        reseller = make_partner(f"Reseller {number}", RESELLER)
        make_partnership(provider, reseller)
        make_request(provider, number)
        customer = customer_of(provider, reseller=reseller)
        order(provider, customer, line(make_offer(f"Offer {number}")), reseller=reseller)
        make_foundations(number, customer, provider)


def make_request(provider: Partner, number: str) -> None:
    """Make a request, and an application that came by it."""
    asked = PartnershipRequest.objects.create(
        provider=provider,
        recipient_company=f"Asked {number}",
        recipient_address=f"admin@asked{number}.example",
        subject="Work with us",
        text="{link}",
        created_at=NOW,
        created_by=UserFactory.create(),
        expires_at=NOW + timedelta(days=30),
    )
    enrolment = Enrolment.objects.filter(partner=provider).get()
    EnrolmentApplication.objects.create(
        enrolment=enrolment, applicant=UserFactory.create(), request=asked, applied_at=NOW
    )


def make_foundations(number: str, customer: Customer, partner: Partner) -> None:
    """Make a mail, a notice, a draft, a tag and what else hangs on nobody."""
    person = UserFactory.create()
    with transaction.atomic():
        enqueue(
            now=NOW, kind="test", to_address="a@b.example", subject=f"Hello {number}", text="Hello.", about=customer
        )
    Notification.objects.create(user=person, tenant=partner.tenant, kind="test", created_at=NOW)
    CustomerDraft.objects.create(partner=partner, created_by=person, created_at=NOW, expires_at=NOW)
    Tag.objects.create(customer=customer, partner=partner, text=number)
    Group.objects.create(name=number)
    make_price_list(f"{number[:3]}".upper().translate(str.maketrans("0123456789", "GHIJKLMNOP")))
    record(actor=portal(), now=NOW, verb="test.made", subject=customer, number=number)


def one_mail() -> OutgoingMail:
    """Return a mail."""
    return OutgoingMail.objects.order_by("pk")[0]


def one_subscription() -> Subscription:
    """Return a subscription."""
    return Subscription.objects.order_by("pk")[0]
