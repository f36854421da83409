"""Operators, customers and what they have."""

import pytest
from django.test import Client

from customers.accounts.models import BillingProfile, Customer
from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.operations.links import record_url
from relationships.partners.models import Partner
from relationships.regions.services import load_regions
from subscriptions.orders.models import Order, OrderLine
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import PROVIDER, RESELLER, customer_of, make_partner, make_partnership
from tests.operations.pages import drawn, edit, found, operate, save
from tests.subscriptions.factories import line, make_offer, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(db: None) -> Partner:
    """An indirect provider in Germany."""
    load_regions()
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(provider: Partner) -> Partner:
    """Its reseller."""
    partner = make_partner("Brightpath IT", RESELLER)
    make_partnership(provider, partner)
    return partner


@pytest.fixture
def customer(provider: Partner, reseller: Partner) -> Customer:
    """A customer with a subscription, added for the reseller, and another that is not looked for."""
    customer_of(provider)
    customer = customer_of(provider, reseller=reseller, company_name="Żółw i Syn", domain_prefix="zolw")
    order(provider, customer, line(make_offer("Microsoft 365 E3")), reseller=reseller)
    return customer


def test_a_customer_and_what_it_has_are_found_by_name_domain_and_id(operating: Client, customer: Customer) -> None:
    """In every list in which it occurs."""
    for words in ("zołw syn", "zolw.onmicrosoft", str(customer.pk)):
        assert found(operating, Customer, words) == [customer]
        assert found(operating, BillingProfile, words) == [customer.billing_profile]
        assert set(found(operating, CustomerRelationship, words)) == set(customer.relationships.all())
        assert found(operating, Subscription, words) == list(customer.subscriptions.all())
        assert found(operating, Order, words) == list(customer.orders.all())
    assert found(operating, OrderLine, "zolw E3") == list(OrderLine.objects.all())


def test_a_customer_leads_to_its_orders_and_those_to_their_subscriptions(operating: Client, customer: Customer) -> None:
    """Every step is one click."""
    subscription = customer.subscriptions.get()
    lists = {link.url for link in operating.get(record_url(customer)).context["lists_about"]}
    wanted = f"/admin/subscriptions/order/?customer__exact={customer.pk}"
    assert wanted in lists
    assert list(operating.get(wanted).context["cl"].result_list) == list(customer.orders.all())
    page = operating.get(record_url(subscription)).content.decode()
    assert record_url(customer) in page
    assert record_url(subscription.order_line) in page
    assert subscription.reseller
    assert record_url(subscription.reseller) in page
    assert (
        record_url(subscription.order_line.order) in operating.get(record_url(subscription.order_line)).content.decode()
    )


def test_bill_to_info_is_changed_on_record(operating: Client, customer: Customer) -> None:
    """Company info is not touched by it."""
    profile = customer.billing_profile
    edit(operating, profile, company_name="Żółw Holding", city="Kraków")
    profile.refresh_from_db()
    assert (profile.company_name, profile.city) == ("Żółw Holding", "Kraków")
    assert AuditEvent.objects.get(verb="operator.changed").data["after"] == {
        "company_name": "Żółw Holding",
        "city": "Kraków",
    }
    assert Customer.objects.get(pk=customer.pk).name == "Żółw i Syn"


def test_a_nickname_changed_by_an_operator_makes_open_forms_stale(operating: Client, customer: Customer) -> None:
    """The version goes up, the sorting name follows."""
    subscription = customer.subscriptions.get()
    page = drawn(operating, subscription)
    edit(operating, subscription, nickname="Büro")
    fresh = Subscription.objects.get(pk=subscription.pk)
    assert (fresh.nickname, fresh.sort_name, fresh.version) == ("Büro", "buro", subscription.version + 1)
    assert save(operating, subscription, page, nickname="Other").status_code == 200


def test_states_and_associations_of_a_subscription_are_not_edited_by_hand(
    operating: Client, customer: Customer
) -> None:
    """Not even by a forged form."""
    subscription = customer.subscriptions.get()
    form = operating.get(record_url(subscription)).context["adminform"].form
    assert list(form.fields) == ["nickname"]
    edit(operating, subscription, nickname="New", status="deleted", quantity=9999, reseller="", seller="")
    fresh = Subscription.objects.get(pk=subscription.pk)
    assert (fresh.status, fresh.quantity) == ("active", subscription.quantity)
    assert fresh.reseller_id == subscription.reseller_id


def test_the_support_contact_is_set_for_the_seller_through_the_service(
    operating: Client, customer: Customer, reseller: Partner
) -> None:
    """R61, R62: nothing else moves; who did it and for whom is on record."""
    subscription = customer.subscriptions.get()
    operate(operating, "support-contact", subscription, partner=reseller.locations.get().mpn_id)
    fresh = Subscription.objects.get(pk=subscription.pk)
    assert fresh.support_contact == reseller
    assert fresh.reseller_id == subscription.reseller_id
    event = AuditEvent.objects.get(verb="subscription.support_contact_set")
    assert event.actor_name == "operator@portal.example"
    assert event.actor_tenant_name == "Northlight Distribution"


def test_a_support_contact_without_access_to_the_customer_is_refused_in_words(
    operating: Client, customer: Customer
) -> None:
    """The rule that holds in the portal holds here."""
    stranger = make_partner("Stranger", RESELLER)
    subscription = customer.subscriptions.get()
    told = operate(operating, "support-contact", subscription, partner=stranger.locations.get().mpn_id)
    assert told
    assert "done" not in told[0]
    assert Subscription.objects.get(pk=subscription.pk).support_contact_id == subscription.support_contact_id


def test_an_unknown_mpn_id_is_a_mistake_in_the_form(operating: Client, customer: Customer) -> None:
    """Said beside the field."""
    url = f"/admin/subscriptions/subscription/operations/support-contact/?id={customer.subscriptions.get().pk}"
    answer = operating.post(url, {"partner": "999"})
    assert answer.status_code == 200
    assert b"No partner has this location MPN ID." in answer.content
