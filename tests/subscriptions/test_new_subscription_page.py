"""The New subscription page of an existing customer."""

import uuid
from collections.abc import Iterator

import pytest
import time_machine

from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Partner
from subscriptions.orders.models import Order
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, client_of, customer_of
from tests.subscriptions.factories import line, make_offer, order
from tests.subscriptions.typed import NOBODY, offer_typed


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_form_prefills_the_customers_reseller(provider: Partner, reseller: Partner) -> None:
    make_offer()
    customer = customer_of(provider, reseller=reseller)
    form = client_of(provider).get(f"/customers/{customer.pk}/subscriptions/new/").context["form"]
    assert form["reseller"].value() == str(reseller.pk)
    assert uuid.UUID(str(form["submission"].value()))


def test_what_is_submitted_stands_in_the_list(provider: Partner, reseller: Partner) -> None:
    offer, customer = make_offer(), customer_of(provider)
    typed = {"submission": str(uuid.uuid4()), "reseller": str(reseller.pk), **offer_typed(offer, 7)}
    answer = client_of(provider).post(f"/customers/{customer.pk}/subscriptions/new/", typed, follow=True)
    assert answer.redirect_chain == [(f"/customers/{customer.pk}/subscriptions/", 302)]
    page = answer.content.decode()
    assert offer.name in page
    assert "1 subscription was added." in page
    bought = Subscription.objects.get()
    assert (bought.quantity, bought.reseller, bought.support_contact) == (7, reseller, provider)


def test_r57_the_same_form_sent_twice_is_one_order(provider: Partner) -> None:
    offer, customer, client = make_offer(), customer_of(provider), client_of(provider)
    typed = {"submission": str(uuid.uuid4()), **offer_typed(offer)}
    for _ in range(2):
        assert client.post(f"/customers/{customer.pk}/subscriptions/new/", typed).status_code == 302
    assert Order.objects.count() == 1


def test_a_form_carried_to_another_customer_is_refused(provider: Partner) -> None:
    """409, in the form's summary."""
    offer, first, second, client = make_offer(), customer_of(provider), customer_of(provider), client_of(provider)
    typed = {"submission": str(uuid.uuid4()), **offer_typed(offer)}
    client.post(f"/customers/{first.pk}/subscriptions/new/", typed)
    answer = client.post(f"/customers/{second.pk}/subscriptions/new/", typed)
    assert answer.status_code == 409
    assert "has been used for another customer" in answer.content.decode()


@pytest.mark.parametrize("typed", [{}, {"submission": "nonsense"}, {"submission": NOBODY}])
def test_a_form_without_a_tick_or_a_submission_is_bad_input(provider: Partner, typed: dict[str, str]) -> None:
    make_offer()
    customer = customer_of(provider)
    answer = client_of(provider).post(f"/customers/{customer.pk}/subscriptions/new/", typed)
    assert answer.status_code == 400
    assert "Please check what you have entered" in answer.content.decode()


def test_limits_count_what_the_customer_has(provider: Partner) -> None:
    """R48-limit stands beside the offer."""
    offer, customer = make_offer(limit=1, limit_unit="concurrent"), customer_of(provider)
    order(provider, customer, line(offer))
    typed = {"submission": str(uuid.uuid4()), **offer_typed(offer)}
    answer = client_of(provider).post(f"/customers/{customer.pk}/subscriptions/new/", typed)
    assert answer.status_code == 400
    assert "A customer can have" in answer.content.decode()


def test_what_closes_the_page_is_explained_with_the_remedy(provider: Partner) -> None:
    """No customer agreement, no MPA of one's own: shown, and 409 when sent all the same."""
    make_offer()
    customer, client = customer_of(provider, agreed=False), client_of(provider)
    PartnerAgreement.objects.filter(partner=provider).delete()
    address = f"/customers/{customer.pk}/subscriptions/new/"
    page = client.get(address).content.decode()
    assert "R40" in page
    assert "R19" in page
    assert "Submit" not in page
    assert client.post(address, {}).status_code == 409


def test_a_search_keeps_the_submission(provider: Partner) -> None:
    offer, customer = make_offer(), customer_of(provider)
    typed = {"submission": str(uuid.uuid4()), "search": "1", "q": "nothing like it", **offer_typed(offer)}
    answer = client_of(provider).post(f"/customers/{customer.pk}/subscriptions/new/", typed)
    assert answer.status_code == 200
    assert answer.context["form"]["submission"].value() == typed["submission"]
    assert not Order.objects.exists()


def test_who_may_order(provider: Partner, reseller: Partner, other_provider: Partner) -> None:
    """R47: a reseller has no such page; helpdesk agents may not; a stranger's customer is not there."""
    customer = customer_of(provider, reseller=reseller)
    address = f"/customers/{customer.pk}/subscriptions/new/"
    assert client_of(provider, "sales_agent").get(address).status_code == 200
    assert client_of(provider, "helpdesk_agent").get(address).status_code == 403
    assert client_of(reseller).get(address).status_code == 404
    assert client_of(other_provider).get(address).status_code == 404


def test_a_direct_bill_partner_orders_without_reseller_fields(direct_bill: Partner) -> None:
    offer, customer, client = make_offer(), customer_of(direct_bill), client_of(direct_bill)
    address = f"/customers/{customer.pk}/subscriptions/new/"
    assert "reseller" not in client.get(address).content.decode().split("<main")[1].lower()
    assert client.post(address, {"submission": str(uuid.uuid4()), **offer_typed(offer)}).status_code == 302
