"""A domain whose admin's sign-in name somebody has counts as taken."""

from typing import Any

import pytest

from customers.accounts.models import Customer
from customers.adding.facts import facts_of
from customers.adding.free_domains import availability
from foundation.accounts.services import create_user
from foundation.organisations.models import Tenant
from foundation.rules import Refused
from relationships.partners.models import Partner
from tests.customers.factories import add
from tests.factories import UserFactory


def refusal_of(provider: Partner) -> Any:
    """Return the one refusal of a customer whose domain prefix is “wanted”; nothing of it may be left."""
    with pytest.raises(Refused) as error:
        add(provider, domain_prefix="wanted")
    assert not Customer.objects.exists()
    assert not Tenant.objects.filter(primary_domain__startswith="wanted").exists()
    (refusal,) = error.value.refusals
    return refusal


@pytest.mark.parametrize("name", ["admin@wanted.onmicrosoft.com", "Admin@Wanted.OnMicrosoft.com"])
def test_r37_a_taken_admin_name_is_refused_whatever_its_case(provider: Partner, name: str) -> None:
    UserFactory.create(username=name)
    refusal = refusal_of(provider)
    assert refusal.code == "R37"
    assert "wanted.onmicrosoft.com is taken" in refusal.text


@pytest.mark.parametrize("name", ["admin@wanted.onmicrosoft.com", "Admin@Wanted.OnMicrosoft.com"])
def test_r37_an_admin_name_taken_in_this_very_moment_is_refused(
    provider: Partner, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Somebody takes it after the rules were asked and before the admin user is written."""

    def then_taken(**asked: Any) -> Any:
        found = facts_of(**asked)
        UserFactory.create(username=name)
        return found

    monkeypatch.setattr("customers.adding.decision.facts_of", then_taken)
    assert refusal_of(provider).code == "R37"


def test_the_live_check_offers_no_domain_whose_admin_name_is_taken(provider: Partner) -> None:
    create_user(username="admin@wanted.onmicrosoft.com", email="", first_name="Ada", last_name="Admin")
    create_user(username="admin@wanted-group.onmicrosoft.com", email="", first_name="Ada", last_name="Admin")
    found = availability("wanted")
    assert found.is_taken
    assert "wanted-group" not in found.free
    assert found.free
