"""Switching between the organisations one belongs to."""

import pytest
from django.test import Client
from django.utils import timezone

from foundation.access.middleware import SESSION_TENANT
from foundation.organisations.models import Membership
from tests.factories import MembershipFactory, TenantFactory, UserFactory

pytestmark = pytest.mark.django_db
SWITCH = "/accounts/organisation/"


@pytest.fixture
def two() -> tuple[Membership, Membership]:
    """A person who belongs to two organisations."""
    first: Membership = MembershipFactory.create()
    second: Membership = MembershipFactory.create(user=first.user)
    return first, second


def acting_for(client: Client) -> str:
    """Return the name of the organisation the next page is drawn for."""
    return str(client.get("/accounts/profile/").context["actor"].tenant.name)


def test_one_acts_for_the_chosen_organisation_from_then_on(client: Client, two: tuple[Membership, Membership]) -> None:
    """Until one chooses again; at first for the one joined first."""
    first, second = two
    client.force_login(first.user)
    assert acting_for(client) == first.tenant.name
    assert client.post(SWITCH, {"tenant": second.tenant_id})["Location"] == "/"
    assert acting_for(client) == second.tenant.name
    assert client.post(SWITCH, {"tenant": first.tenant_id, "next": "/notices/"})["Location"] == "/notices/"
    assert acting_for(client) == first.tenant.name


@pytest.mark.parametrize("wanted", ["stranger", "ended", "deactivated", "rubbish", ""])
def test_only_ones_own_open_memberships_can_be_chosen(
    client: Client, two: tuple[Membership, Membership], wanted: str
) -> None:
    """Anything else is not there, and nothing changes."""
    first, _second = two
    tenants = {
        "stranger": TenantFactory.create().pk,
        "ended": MembershipFactory.create(user=first.user, ended_at=timezone.now()).tenant_id,
        "deactivated": MembershipFactory.create(user=first.user, tenant__deactivated_at=timezone.now()).tenant_id,
    }
    client.force_login(first.user)
    assert client.post(SWITCH, {"tenant": tenants.get(wanted, wanted)}).status_code == 404
    assert SESSION_TENANT not in client.session
    assert acting_for(client) == first.tenant.name


def test_a_choice_that_has_ended_since_falls_back(client: Client, two: tuple[Membership, Membership]) -> None:
    """Nobody goes on acting for an organisation they have left."""
    first, second = two
    client.force_login(first.user)
    client.post(SWITCH, {"tenant": second.tenant_id})
    Membership.objects.filter(pk=second.pk).update(ended_at=timezone.now())
    assert acting_for(client) == first.tenant.name


def test_switching_does_not_lead_out_of_the_portal(client: Client, two: tuple[Membership, Membership]) -> None:
    """A foreign `next` is ignored."""
    first, second = two
    client.force_login(first.user)
    response = client.post(SWITCH, {"tenant": second.tenant_id, "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_switching_takes_a_button_and_a_sign_in(client: Client) -> None:
    """GET never writes; somebody who belongs nowhere has nothing to switch."""
    assert client.post(SWITCH, {"tenant": "x"})["Location"].startswith("/accounts/login/")
    client.force_login(UserFactory.create())
    assert client.get(SWITCH).status_code == 405
    assert client.post(SWITCH, {"tenant": TenantFactory.create().pk}).status_code == 404
