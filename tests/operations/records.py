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
from foundation.notes.models import Note
from foundation.notifications.models import Notification
from foundation.organisations.actor import portal
from foundation.saved_filters.models import SavedFilter
from relationships.blocks.models import RequestBlock
from relationships.claims.models import RecipientClaim
from relationships.directory.models import ProviderListing
from relationships.endings.models import PartnershipEnding
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.request_templates.models import RequestTemplate
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.models import ResellerRequest
from relationships.team.models import TeamInvitation
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.performance.models import ReferenceRate, RevenueWarning
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
        partnership = make_partnership(provider, reseller)
        PartnershipEnding.objects.create(
            partnership=partnership, decided_by="a", decided_at=NOW, reason="Merged", takes_effect_at=NOW
        )
        asked = make_request(provider, number)
        make_around_requests(provider, reseller, asked)
        make_asking(provider, reseller, number)
        make_profiles(provider)
        customer = customer_of(provider, reseller=reseller)
        order(provider, customer, line(make_offer(f"Offer {number}")), reseller=reseller)
        make_foundations(number, customer, provider)


def make_request(provider: Partner, number: str) -> PartnershipRequest:
    """Make a request, and an application that came by it; return the request."""
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
    return asked


def make_around_requests(provider: Partner, reseller: Partner, asked: PartnershipRequest) -> None:
    """Make a claim, a block, own words, an invitation, and what the revenue floor knows."""
    person = UserFactory.create()
    RecipientClaim.objects.create(request=asked, company=reseller, link_version=1, claimed_by=person, claimed_at=NOW)
    RequestBlock.objects.create(reseller=reseller, provider=provider, since=NOW, set_by="a")
    RequestTemplate.objects.create(
        provider=provider, language="en", subject="Hello", text="{link}", changed_at=NOW, changed_by="a"
    )
    TeamInvitation.objects.create(
        tenant=provider.tenant,
        address=f"{person.pk}@invited.example",
        roles=["sales_agent"],
        invited_by=person,
        invited_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    RevenueWarning.objects.create(reseller=reseller, anniversary=NOW.date(), revenue_usd=1, warned_at=NOW)
    code = person.pk.hex[:3].upper().translate(str.maketrans("0123456789", "GHIJKLMNOP"))
    ReferenceRate.objects.get_or_create(currency=code, defaults={"usd": 1, "as_of": NOW.date()})


def make_asking(provider: Partner, reseller: Partner, number: str) -> None:
    """Make what leads to partnerships besides: a listing, a request of the reseller, a list of recipients."""
    person = UserFactory.create()
    ProviderListing.objects.create(provider=provider, sort_name=provider.sort_name, headline=number, changed_at=NOW)
    ResellerRequest.objects.create(
        provider=provider, reseller=reseller, created_at=NOW, created_by=person, expires_at=NOW + timedelta(days=30)
    )
    batch = RequestBatch.objects.create(provider=provider, created_at=NOW, created_by=person)
    BatchRow.objects.create(batch=batch, number=1, company=number, address="info@asked.example")


def make_profiles(partner: Partner) -> None:
    """Let a partner have said something of itself."""
    LegalProfile.objects.get_or_create(partner=partner)
    BillingProfile.objects.create(partner=partner)
    SupportProfile.objects.create(partner=partner)


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
    Note.objects.create(
        tenant=partner.tenant, about_type="x", about_id=number, text="Ours", written_by=person, written_at=NOW
    )
    SavedFilter.objects.create(user=person, tenant=partner.tenant, list_key="resellers", name=number, saved_at=NOW)
    Group.objects.create(name=number)
    make_price_list(f"{number[:3]}".upper().translate(str.maketrans("0123456789", "GHIJKLMNOP")))
    record(actor=portal(), now=NOW, verb="test.made", subject=customer, number=number)


def one_mail() -> OutgoingMail:
    """Return a mail."""
    return OutgoingMail.objects.order_by("pk")[0]


def one_subscription() -> Subscription:
    """Return a subscription."""
    return Subscription.objects.order_by("pk")[0]
