"""A customer's Account page."""

import uuid

import pytest
import time_machine

from customers.agreements.consent import is_agreed
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from tests.customers.factories import NOW, client_of, customer_of

ATTESTED = {
    "first_name": "Toni",
    "last_name": "Kunde",
    "email": "toni@kunde.example",
    "phone": "",
    "agreed_on": "2026-03-16",
}


def test_the_account_page_tells_company_bill_to_agreement_and_admin(provider: Partner, reseller: Partner) -> None:
    customer = customer_of(provider, reseller=reseller, company_name="Bravo GmbH")
    page = client_of(provider).get(f"/customers/{customer.pk}/account/").content.decode()
    account = f"admin@{customer.domain}"
    for told in ("Bravo GmbH", "Germany", "Unter den Linden 1", "Toni Kunde", account, "16 Mar 2026"):
        assert told in page
    assert "Reset password" in page


def test_a_reseller_sees_it_but_cannot_attest(provider: Partner, reseller: Partner) -> None:
    """R41: the page has no such form, and the address is not there."""
    customer = customer_of(provider, reseller=reseller, agreed=False)
    client = client_of(reseller)
    page = client.get(f"/customers/{customer.pk}/account/").content.decode()
    assert "Northlight Distribution" in page
    assert "Record an acceptance" not in page
    assert client.post(f"/customers/{customer.pk}/agreement/", ATTESTED).status_code == 404


@pytest.mark.parametrize("address", ["account", "row", "subscriptions"])
def test_a_strangers_customer_is_not_there(provider: Partner, other_provider: Partner, address: str) -> None:
    customer = customer_of(provider)
    assert client_of(other_provider).get(f"/customers/{customer.pk}/{address}/").status_code == 404
    assert client_of(provider, "account_admin").get(f"/customers/{customer.pk}/{address}/").status_code == 403


def test_an_acceptance_is_recorded(provider: Partner) -> None:
    customer = customer_of(provider, agreed=False)
    with time_machine.travel(NOW):
        answer = client_of(provider).post(f"/customers/{customer.pk}/agreement/", ATTESTED)
    assert answer.status_code == 302
    assert is_agreed(customer)


def test_a_bad_acceptance_keeps_what_was_typed(provider: Partner) -> None:
    """400 for bad input, 409 for a day in the future."""
    customer, client = customer_of(provider, agreed=False), client_of(provider)
    address = f"/customers/{customer.pk}/agreement/"
    answer = client.post(address, {**ATTESTED, "email": "nonsense"})
    assert answer.status_code == 400
    assert 'value="nonsense"' in answer.content.decode()
    with time_machine.travel(NOW):
        answer = client.post(address, {**ATTESTED, "agreed_on": "2026-03-20"})
    assert answer.status_code == 409
    assert "R40-date" in answer.content.decode()
    assert not is_agreed(customer)


def test_who_may_not_attest_gets_403(provider: Partner) -> None:
    customer = customer_of(provider, agreed=False)
    client = client_of(provider, "helpdesk_agent")
    assert client.post(f"/customers/{customer.pk}/agreement/", ATTESTED).status_code == 403


def test_a_new_password_is_shown_once(provider: Partner, reseller: Partner) -> None:
    """By provider and reseller; the answer is kept nowhere."""
    customer = customer_of(provider, reseller=reseller)
    for partner in (provider, reseller):
        answer = client_of(partner, "helpdesk_agent").post(f"/customers/{customer.pk}/reset-password/")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer.context["password"] in answer.content.decode()


def test_resetting_is_refused_to_who_may_not(provider: Partner, reseller: Partner, other_provider: Partner) -> None:
    """403 without the right, 404 for a stranger, 409 once the rights have ended, 405 for GET."""
    customer = customer_of(provider, reseller=reseller)
    address = f"/customers/{customer.pk}/reset-password/"
    assert client_of(provider, "sales_agent").post(address).status_code == 403
    assert client_of(other_provider).post(address).status_code == 404
    assert client_of(provider).get(address).status_code == 405
    DelegatedAdmin.objects.filter(holder=reseller.tenant).update(ended_at=NOW)
    client = client_of(reseller)
    assert client.post(address).status_code == 409
    assert "has no delegated administration of" in client.get(f"/customers/{customer.pk}/account/").content.decode()


def test_a_customer_that_does_not_exist_is_not_there(provider: Partner) -> None:
    assert client_of(provider).get(f"/customers/{uuid.uuid4()}/account/").status_code == 404
