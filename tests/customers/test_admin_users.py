"""The admin user's password."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from customers.admin_users.services import reset_admin_password
from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from tests.customers.factories import NOW, actor_of, add


def test_r38_a_reset_password_replaces_the_old_one_and_must_be_changed(provider: Partner) -> None:
    """Only the new one works; it is in no record."""
    added = add(provider)
    first = reset_admin_password(actor=actor_of(provider), now=NOW, customer=added.customer)
    assert first.user == added.admin
    assert authenticate(username=added.admin.username, password=added.password) is None
    assert authenticate(username=added.admin.username, password=first.password) == added.admin
    first.user.refresh_from_db()
    assert first.user.must_change_password
    event = AuditEvent.objects.get(verb="customer.admin_password_reset")
    assert first.password not in str(event.data) + repr(first)


def test_delegated_admin_is_needed_to_reset_it(provider: Partner, reseller: Partner) -> None:
    """The reseller may, until its rights end."""
    added = add(provider, reseller=reseller)
    helper = actor_of(reseller, "helpdesk_agent")
    assert reset_admin_password(actor=helper, now=NOW, customer=added.customer).password
    DelegatedAdmin.objects.filter(holder=reseller.tenant).update(ended_at=NOW)
    with pytest.raises(Refused) as error:
        reset_admin_password(actor=helper, now=NOW, customer=added.customer)
    assert [refusal.code for refusal in error.value.refusals] == ["delegated-admin"]


def test_the_printed_account_is_led_to_changing_its_password(provider: Partner) -> None:
    """Every page but that one sends it there."""
    added = add(provider)
    client = Client()
    client.force_login(added.admin)
    answer = client.get("/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
