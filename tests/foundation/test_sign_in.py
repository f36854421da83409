"""Signing in and out: by sign-in name, with no open sign-up, going on only inside the portal, not without end."""

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from foundation.access import Access
from foundation.accounts.adapter import AccountAdapter
from foundation.accounts.services import create_user
from foundation.accounts.urls import urlpatterns
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.users.models import User
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Forget the failed attempts of other tests."""
    cache.clear()


def sign_in(client: Client, name: str, password: str = PASSWORD, **given: str) -> tuple[int, str]:
    """Send the sign-in form; return the status and where it leads."""
    response = client.post(LOGIN, {"login": name, "password": password, **given})
    return response.status_code, response.get("Location", "")


def test_the_sign_in_name_is_matched_without_regard_to_case_and_the_password_is_not(client: Client) -> None:
    """And spaces around the name do no harm."""
    user = UserFactory.create(username="admin@provider.example", email="other@mail.example")
    assert sign_in(client, "admin@provider.example", PASSWORD.upper())[0] == 400
    assert sign_in(client, "  Admin@PROVIDER.example ")[0] == 302
    assert get_user(client).pk == user.pk


def test_the_contact_address_is_no_identity(client: Client) -> None:
    """Several people may share one."""
    UserFactory.create(username="one@provider.example", email="shared@mail.example")
    assert sign_in(client, "shared@mail.example")[0] == 400


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client: Client) -> None:
    """Nobody learns who has an account."""
    UserFactory.create(username="real@provider.example")
    answers = [
        client.post(LOGIN, {"login": name, "password": "wrong-wrong-wrong"}).content.decode()
        for name in ("real@provider.example", "fake@provider.example")
    ]
    assert all("The sign-in name or the password is not correct." in answer for answer in answers)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/inbox/?q=1", "/inbox/?q=1"),
        ("http://testserver/inbox/", "http://testserver/inbox/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("https:evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_one_goes_on_inside_the_portal_only(client: Client, wanted: str, leads_to: str) -> None:
    """The checked `next`, else the first page."""
    UserFactory.create(username="me@provider.example")
    assert sign_in(client, "me@provider.example", next=wanted) == (302, leads_to)


def test_a_post_after_the_end_of_a_sign_in_leads_back_to_the_page_it_came_from(client: Client) -> None:
    """Not to an address that only takes posts; an address elsewhere is not followed."""
    here = client.post("/notices/read/", headers={"referer": "http://testserver/notices/"})
    assert here["Location"] == "/accounts/login/?next=http%3A//testserver/notices/"
    elsewhere = client.post("/notices/read/", headers={"referer": "https://evil.example/"})
    assert elsewhere["Location"] == "/accounts/login/?next=/notices/read/"


def test_next_travels_with_the_form(client: Client) -> None:
    """From the page that asked to sign in, to the form, to where one wanted to go."""
    there = client.get("/accounts/profile/?x=1")["Location"]
    assert there == "/accounts/login/?next=/accounts/profile/%3Fx%3D1"
    assert '<input type="hidden" name="next" value="/accounts/profile/?x=1">' in client.get(there).content.decode()


def test_somebody_deactivated_does_not_get_in(client: Client) -> None:
    """And is told why only with the right password."""
    UserFactory.create(username="gone@provider.example", is_active=False)
    assert sign_in(client, "gone@provider.example", "wrong-wrong-wrong")[0] == 400
    assert sign_in(client, "gone@provider.example") == (302, "/accounts/inactive/")
    assert client.get("/accounts/inactive/").status_code == 200
    assert not get_user(client).is_authenticated


def test_failed_attempts_are_limited_per_name(client: Client) -> None:
    """Five in five minutes; afterwards the right password does not help either, and others are not hindered."""
    UserFactory.create(username="target@provider.example")
    UserFactory.create(username="other@provider.example")
    for _attempt in range(5):
        assert sign_in(client, "target@provider.example", "wrong-wrong-wrong")[0] == 400
    response = client.post(LOGIN, {"login": "TARGET@provider.example", "password": PASSWORD})
    assert response.status_code == 400
    assert "Too many failed sign-ins" in response.content.decode()
    assert sign_in(client, "other@provider.example")[0] == 302


def test_there_is_no_open_sign_up(client: Client) -> None:
    """Not as a page, not in the library's hooks."""
    for name in ("account_signup", "account_email", "account_confirm_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/accounts/signup/").status_code == 404
    assert AccountAdapter().is_open_for_signup(RequestFactory().get("/")) is False


def test_signing_out_takes_a_button(client: Client) -> None:
    """GET asks, POST does it."""
    client.force_login(UserFactory.create())
    assert client.get("/accounts/logout/").status_code == 200
    assert get_user(client).is_authenticated
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert not get_user(client).is_authenticated


def test_every_address_of_the_accounts_is_classified() -> None:
    """Public or for anybody signed in."""
    assert all(isinstance(getattr(each.callback, "access", None), Access) for each in urlpatterns)


def test_two_people_cannot_have_one_sign_in_name_in_two_cases() -> None:
    """The database refuses it."""
    UserFactory.create(username="one@provider.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(username="ONE@provider.example")


def test_sign_in_uses_an_index() -> None:
    """A million people do not make it slower."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for lookup in ({"username__iexact": "x"}, {"email__iexact": "x"}):
        assert "Index" in User.objects.filter(**lookup).explain(), lookup


def test_created_people_are_kept_in_lower_case_and_checked() -> None:
    """A name that is taken is refused in words."""
    user = create_user(username=" New@Company.Example ", email="x@y.example", first_name="N", last_name="P")
    assert user.username == "new@company.example"
    assert not user.has_usable_password()
    with pytest.raises(Exception, match="already exists"):
        create_user(username="NEW@company.example", email="", first_name="", last_name="")


def test_the_profile_changes_ones_own_particulars(client: Client) -> None:
    """On record; only a new contact address asks for the password."""
    user = MembershipFactory.create(user__email="old@company.example").user
    client.force_login(user)
    form = {"first_name": "Ann", "last_name": "Lee", "email": "old@company.example", "time_zone": "Europe/Berlin"}
    assert client.get("/accounts/profile/").status_code == 200
    assert client.post("/accounts/profile/", form)["Location"] == "/accounts/profile/"
    user.refresh_from_db()
    assert (user.display_name, user.time_zone) == ("Ann Lee", "Europe/Berlin")
    assert AuditEvent.objects.get(verb="user.profile_changed").actor_id == user.pk
    assert client.post("/accounts/profile/", {**form, "time_zone": "Mars/Base"}).status_code == 400
    assert not OutgoingMail.objects.exists()


def test_a_new_contact_address_takes_the_password_once_more_and_the_old_one_is_told(client: Client) -> None:
    """Whoever has the address can set a new password: a stolen session is not enough."""
    user = UserFactory.create(email="old@company.example", email_verified_at="2026-01-01T00:00Z")
    client.force_login(user)
    form = {"first_name": "Ann", "last_name": "Lee", "email": "new@company.example", "time_zone": ""}
    asked = client.post("/accounts/profile/", form)["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    user.refresh_from_db()
    assert user.email == "old@company.example"
    assert client.post(asked, {"password": "wrong-wrong-wrong"}).status_code == 400
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert (user.email, user.email_verified_at) == ("new@company.example", None)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address) == ("account-address-changed", "old@company.example")
    assert "new@company.example" not in mail.text
