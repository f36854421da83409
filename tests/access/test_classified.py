"""No address is open by oversight."""

from django.test import Client

from foundation.organisations.roles import PERMISSIONS
from tests.access.addresses import SIGN_IN_LIBRARY, addresses


def test_every_address_is_classified() -> None:
    """A view without a mark, and not of the sign-in library, fails here."""
    assert not [each.route for each in addresses() if each.access is None and each.name not in SIGN_IN_LIBRARY]


def test_no_exception_has_outlived_its_address() -> None:
    """A stale entry could hide a new page of the same name."""
    assert not SIGN_IN_LIBRARY.keys() - {each.name for each in addresses()}


def test_marks_name_permissions_that_exist() -> None:
    """A misspelt permission would raise only when somebody opens the page."""
    named = {each.access.permission for each in addresses() if each.access and each.access.who == "member"}
    assert named <= PERMISSIONS.keys()


def test_every_address_has_a_name() -> None:
    """Tests and templates speak of names."""
    assert not [each.route for each in addresses() if each.name == each.route]


def test_the_admin_lets_in_operators_only(client: Client, db: None) -> None:
    """A stranger is sent to the portal's own sign-in."""
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
