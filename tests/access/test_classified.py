"""No address is open by oversight."""

import pytest
from django.test import Client

from foundation.organisations.roles import PERMISSIONS
from tests.access.addresses import addresses


def test_every_address_is_classified() -> None:
    """A view without a mark fails here."""
    assert not [each.route for each in addresses() if each.access is None]


def test_marks_name_permissions_that_exist() -> None:
    """A misspelt permission would raise only when somebody opens the page."""
    named = {each.access.permission for each in addresses() if each.access and each.access.who == "member"}
    assert named <= PERMISSIONS.keys()


def test_every_address_has_a_name() -> None:
    """Tests and templates speak of names."""
    assert not [each.route for each in addresses() if each.name == each.route]


@pytest.mark.django_db
def test_the_admin_sends_a_stranger_to_the_portals_own_sign_in(client: Client) -> None:
    """There is one way to sign in."""
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)
