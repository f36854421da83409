"""The demo data: told through the services, loaded once, every sign-in works."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.models import Membership
from foundation.places.addresses import check_address
from foundation.users.models import User
from partnercenter.demo.story import SIGN_INS
from partnercenter.embedded import greeting
from relationships.agreements.models import PartnerAgreement
from relationships.claims.models import RecipientClaim
from relationships.directory.models import ProviderListing
from relationships.endings.models import PartnershipEnding
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.request_batches.models import BatchRow
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.models import ResellerRequest
from relationships.team.models import TeamInvitation
from subscriptions.performance.models import RevenueWarning
from subscriptions.subscriptions.models import Subscription
from tests.architecture.house import FLOORS

PASSWORD = "Northlight-demo-2026"
pytestmark = pytest.mark.django_db
State = PartnershipRequest.State


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[float]:
    """The demo data for all tests of this file, taken back at its end; how many seconds of this process it took."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("load_reference_data")
        began = time.process_time()
        call_command("load_demo")
        yield time.process_time() - began
        transaction.set_rollback(True)


def rows() -> dict[str, int]:
    """Return how many rows each of our tables has."""
    models = [
        model for floor in FLOORS if apps.is_installed(floor) for model in apps.get_app_config(floor).get_models()
    ]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_it_takes_less_than_eight_seconds_of_work(demo: float) -> None:
    """A first start is not to feel longer; what else the machine does is not counted."""
    assert demo < 8


def test_loading_twice_is_loading_once(demo: float) -> None:
    """Nothing more, nothing changed."""
    before, passwords = rows(), list(User.objects.order_by("pk").values_list("password", flat=True))
    call_command("load_demo")
    assert rows() == before
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == passwords


@pytest.mark.usefixtures("demo")
def test_every_sign_in_works_and_opens_a_page() -> None:
    """With the one password, at the real sign-in page; nobody is asked to change it."""
    for address in SIGN_INS:
        cache.clear()  # Nobody signs in so often in a minute.
        visitor = Client()
        answer = visitor.post(reverse("account_login"), {"login": address, "password": PASSWORD})
        assert answer.status_code == 302, address
        assert visitor.get("/admin/").status_code == (200 if address == "operator@portal.example" else 403)
        assert visitor.get("/", follow=True).status_code == 200, address


def test_who_is_named_at_the_start_can_sign_in() -> None:
    """What `make run` prints is in the story."""
    assert greeting.SIGN_INS.keys() <= set(SIGN_INS)


@pytest.mark.usefixtures("demo")
def test_the_story_has_everybody_it_promises() -> None:
    """Standing, region, partnerships and agreements of the named sign-ins."""
    of = {each.tenant.primary_domain: each for each in Partner.objects.select_related("tenant")}
    provider, reseller, new, far = (
        of[f"{name}.example"] for name in ("provider", "reseller", "newreseller", "farreseller")
    )
    open_ones = Partnership.objects.open()
    signed = set(PartnerAgreement.objects.values_list("partner", flat=True))
    assert open_ones.filter(provider=provider, reseller=reseller).exists()
    assert {provider.pk, reseller.pk, far.pk, of["directbill.example"].pk} <= signed
    assert new.pk not in signed
    assert not open_ones.filter(reseller=new).exists()
    assert not PartnershipRequest.objects.filter(recipient_address__endswith="@newreseller.example").exists()
    assert far.region_id != provider.region_id
    waiting = Enrolment.objects.filter(state=Enrolment.State.PENDING).values_list("programme", flat=True)
    assert sorted(waiting) == ["direct_bill", "indirect_reseller", "indirect_reseller"]
    assert Enrolment.objects.get(state=Enrolment.State.REJECTED).reason
    roles = {m.user.username: m.roles for m in Membership.objects.filter(tenant=provider.pk).select_related("user")}
    assert roles["sales@provider.example"] == ["sales_agent"]
    assert roles["helpdesk@provider.example"] == ["helpdesk_agent"]
    assert Membership.objects.filter(user__username="consultant@portal.example").count() == 2
    customer = Membership.objects.get(user__username="admin@customer.example").tenant
    assert customer.customer.subscription_count == 3


@pytest.mark.usefixtures("demo")
def test_requests_stand_in_every_state() -> None:
    """And tell how their mails fared."""
    states = Counter(PartnershipRequest.objects.values_list("state", flat=True))
    assert set(states) == set(State.values)
    assert PartnershipRequest.objects.filter(state=State.SENT, viewed_at__isnull=False).exists()
    assert PartnershipRequest.objects.filter(delivery="by_you").exists()
    mails = Counter(OutgoingMail.objects.filter(kind="partnership-request").values_list("state", flat=True))
    assert mails["sent"] > 5
    assert (mails["failed"], mails["queued"], mails["cancelled"]) == (1, 1, 0)


@pytest.mark.usefixtures("demo")
def test_the_inbox_is_not_flooded() -> None:
    """Three mails are really on their way."""
    on_their_way = OutgoingMail.objects.filter(state__in=OutgoingMail.OPEN).values_list("kind", flat=True)
    assert sorted(on_their_way) == ["enrolment-received", "partnership-request", "team-invitation"]


@pytest.mark.usefixtures("demo")
def test_the_later_chapters_are_told() -> None:
    """Ends, claims, listings, requests the other way, a list of requests, and a reseller below the floor."""
    assert Partnership.objects.exclude(ended_at=None).get().reseller.name == "Pyrenees Office"
    assert PartnershipEnding.objects.planned().get().partnership.reseller.name == "Vistula Networks"
    assert RecipientClaim.objects.get().decided_at is None
    assert ResellerRequest.objects.get().state == ResellerRequest.State.SENT
    assert ProviderListing.objects.filter(is_shown=True).count() == 3
    assert Counter(BatchRow.objects.values_list("state", flat=True)) == {"sent": 2, "refused": 1}
    assert [warning.reseller.name for warning in RevenueWarning.objects.all()] == ["Lisbon Byte"]
    assert TeamInvitation.objects.unanswered().count() == 1


@pytest.mark.usefixtures("demo")
def test_forty_customers_have_right_addresses_and_true_figures() -> None:
    """Names and addresses as forms would take them; what lists show is what there is."""
    customers = Customer.objects.select_related("tenant", "billing_profile").prefetch_related("subscriptions")
    assert len(customers) == 40
    for customer in customers:
        profile = customer.billing_profile
        values: dict[str, str] = {
            name: getattr(profile, name) for name in ("address_line1", "address_line2", "city", "state", "postal_code")
        }
        assert check_address(profile.country_id, values) == {}, customer
        owned = list(customer.subscriptions.all())
        assert (customer.subscription_count, customer.licence_count) == (len(owned), sum(o.quantity for o in owned))
    assert len({customer.tenant.country_id for customer in customers}) >= 12
    assert CustomerAgreement.objects.filter(state="requested").count() == 2


@pytest.mark.usefixtures("demo")
def test_renewals_come_in_the_next_weeks_and_none_is_overdue() -> None:
    """Counted from the day of loading."""
    today = timezone.now().date()
    ends = list(Subscription.objects.values_list("term_ends_on", flat=True))
    assert min(ends) >= today
    assert sum(end <= today + timedelta(days=28) for end in ends) >= 15
    assert sum(end <= today + timedelta(days=7) for end in ends) >= 2


@pytest.mark.usefixtures("demo")
def test_the_three_associations_differ() -> None:
    """R62: who serves, who earns and who answers are told apart."""
    subscriptions = list(Subscription.objects.select_related("seller"))
    assert any(each.reseller_id is None for each in subscriptions)
    assert any(each.support_contact_id != each.seller_id for each in subscriptions)
    own = CustomerRelationship.objects.filter(through=None, reseller=None).values_list("customer", flat=True)
    assert any(each.reseller_id and each.customer_id in set(own) for each in subscriptions)


@pytest.mark.usefixtures("demo")
def test_what_happened_is_on_record_in_its_time() -> None:
    """The audit is true: through the services, each event at the moment of the story."""
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"partner.added", "partnership.opened", "customer.added", "order.placed"} <= verbs
    assert not AuditEvent.objects.filter(at__gt=timezone.now()).exists()
    oldest = AuditEvent.objects.order_by("at")[0]
    assert timezone.now() - oldest.at > timedelta(days=390)
