"""Passwords: temporary ones that must be changed, links that set one, and who is told."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from foundation import clock
from foundation.accounts.links import make_set_password_link, set_password_link
from foundation.accounts.services import create_user, reset_password, send_set_password_mail, temporary_password
from foundation.audit.models import AuditEvent
from foundation.mail.delivery import send_due
from foundation.mail.models import OutgoingMail
from foundation.users.models import User
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = "another-good-password-7"
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Forget what other tests have used up."""
    cache.clear()


def followed(client: Client, user: User) -> str:
    """Open a fresh link for setting a password; return the address of its form."""
    link = make_set_password_link(set_password_link(user).args)
    assert link
    return str(client.get(link.removeprefix("http://127.0.0.1:8000"))["Location"])


def test_a_temporary_password_can_be_read_out_and_passes_the_rules() -> None:
    """Long, different each time, with nothing that is taken for something else."""
    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[a-zA-Z2-9]{4}(-[a-zA-Z2-9]{4}){3}", password)
        assert not set(password) & set("lIioO01")
        validate_password(password)


def test_r38_a_temporary_password_really_signs_in_and_opens_nothing_but_its_change(client: Client) -> None:
    """Then the person lands on the first page."""
    temporary = temporary_password()
    user = create_user(
        username="admin@new.example",
        email="",
        first_name="A",
        last_name="B",
        password=temporary,
        must_change_password=True,
    )
    MembershipFactory.create(user=user)
    response = client.post("/accounts/login/", {"login": user.username, "password": temporary})
    assert response.status_code == 302
    for path in ("/", "/notices/", "/accounts/profile/"):
        assert client.get(path)["Location"] == CHANGE
    page = client.get(CHANGE).content.decode()
    assert "temporary one" in page
    form = {"oldpassword": temporary, "password1": NEW, "password2": NEW}
    assert client.post(CHANGE, form)["Location"] == "/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.must_change_password
    assert client.get("/notices/").status_code == 200
    assert AuditEvent.objects.filter(verb="user.password_changed", actor_id=user.pk).exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password1": PASSWORD, "password2": PASSWORD}, "Choose another password than the present one."),
        ({"password1": "short-1", "password2": "short-1"}, "too short"),
        ({"password1": NEW, "password2": NEW + "x"}, "You must type the same password each time."),
        ({"oldpassword": "wrong", "password1": NEW, "password2": NEW}, "This is not your present password."),
    ],
)
def test_a_change_that_is_refused_says_why(client: Client, form: dict[str, str], words: str) -> None:
    """The temporary password cannot be kept."""
    user = UserFactory.create(must_change_password=True)
    client.force_login(user)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, **form})
    assert response.status_code == 400
    assert words in response.content.decode()
    user.refresh_from_db()
    assert user.must_change_password


def test_a_changed_password_ends_other_sessions_and_keeps_ones_own(client: Client) -> None:
    """And the contact address is told, without the password."""
    user = UserFactory.create()
    elsewhere = Client()
    client.force_login(user)
    elsewhere.force_login(user)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert get_user(client).is_authenticated
    assert not get_user(elsewhere).is_authenticated
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address) == ("account-password-changed", user.email)
    assert user.username in mail.text
    assert NEW not in mail.text + mail.html


def test_a_reset_gives_a_temporary_password_once_and_ends_every_session(client: Client) -> None:
    """It is stored, mailed and logged nowhere."""
    user = UserFactory.create()
    client.force_login(user)
    password = reset_password(user=user, now=clock.now())
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    assert not get_user(client).is_authenticated
    kept = str(list(OutgoingMail.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "account-password-reset" in kept
    assert password not in kept


def test_a_welcome_mail_leads_to_setting_a_password_and_proves_the_address(client: Client) -> None:
    """The link is made while sending; the row knows the person only."""
    user = create_user(username="first@new.example", email="first@mail.example", first_name="F", last_name="A")
    mail = send_set_password_mail(user=user, now=clock.now())
    assert mail.link_args == {"user": str(user.pk), "address": "first@mail.example"}
    assert "first@new.example" in mail.text
    assert "{link}" in mail.text
    assert "3 days" in mail.text
    link = followed(client, user)
    assert link.endswith("-set-password/")  # The token is out of the address, and of what browsers pass on.
    assert client.post(link, {"password1": NEW, "password2": NEW})["Location"] == "/accounts/login/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert user.email_verified_at is not None
    assert AuditEvent.objects.filter(verb="user.address_verified").exists()


def test_the_mail_that_arrives_carries_the_link(client: Client, mailoutbox: list[EmailMessage]) -> None:
    """In the text and in the HTML, and it works."""
    user = UserFactory.create()
    send_set_password_mail(user=user, now=clock.now())
    assert send_due().sent == 1
    body = str(mailoutbox[0].body)
    found = re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", body)
    assert found
    assert client.get(found[1]).status_code == 302


def test_a_link_works_once_and_not_after_signing_in(client: Client) -> None:
    """Used, outrun or made up, it gets the same page."""
    user = UserFactory.create()
    args = set_password_link(user).args
    links = [make_set_password_link(args) for _ in range(2)]
    form = followed(client, user)
    client.post(form, {"password1": NEW, "password2": NEW})
    for link in [*links, "http://127.0.0.1:8000/accounts/password/reset/key/zz-made-up/"]:
        assert link
        response = Client().get(link.removeprefix("http://127.0.0.1:8000"))
        assert response.status_code == 404
        assert "This link no longer works" in response.content.decode()
    fresh = make_set_password_link(args)
    Client().post("/accounts/login/", {"login": user.username, "password": NEW})
    assert fresh
    assert Client().get(fresh.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_a_link_expires(client: Client, settings: Settings) -> None:
    """After PASSWORD_RESET_TIMEOUT."""
    user = UserFactory.create()
    link = make_set_password_link(set_password_link(user).args)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert link
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "elsewhere@mail.example"}])
def test_a_link_is_not_made_for_somebody_gone_or_an_address_given_up(change: dict[str, object]) -> None:
    """Its mail is cancelled."""
    user = UserFactory.create()
    send_set_password_mail(user=user, now=clock.now())
    User.objects.filter(pk=user.pk).update(**change)
    assert send_due().sent == 0
    assert OutgoingMail.objects.get().state == OutgoingMail.State.CANCELLED


def test_somebody_without_an_address_cannot_be_mailed() -> None:
    """The caller learns it."""
    with pytest.raises(ValueError, match="no contact address"):
        send_set_password_mail(user=UserFactory.create(email=""), now=clock.now())


@pytest.mark.parametrize("typed", ["Me@Company.example", "CONTACT@mail.example"])
def test_a_forgotten_password_is_asked_for_by_name_or_address(client: Client, typed: str) -> None:
    """The mail goes to the contact address."""
    UserFactory.create(username="me@company.example", email="contact@mail.example")
    response = client.post("/accounts/password/reset/", {"email": typed})
    assert response["Location"] == "/accounts/password/reset/done/"
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address, mail.link_kind) == (
        "account-forgotten-password",
        "contact@mail.example",
        "set-password",
    )


def test_asking_for_somebody_unknown_gets_the_same_answer_and_no_mail(client: Client) -> None:
    """Nor for somebody deactivated, or without an address."""
    UserFactory.create(username="gone@company.example", is_active=False)
    UserFactory.create(username="mute@company.example", email="")
    for name in ("nobody@company.example", "gone@company.example", "mute@company.example"):
        assert client.post("/accounts/password/reset/", {"email": name})["Location"] == "/accounts/password/reset/done/"
    assert not OutgoingMail.objects.exists()


def test_nobody_floods_a_mailbox(client: Client) -> None:
    """Five links a minute for one name."""
    UserFactory.create(username="me@company.example")
    answers = [client.post("/accounts/password/reset/", {"email": "me@company.example"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    response = client.post("/accounts/password/reset/", {"email": "ME@company.example"})
    assert "Too many attempts" in response.content.decode()
    assert OutgoingMail.objects.count() == 5


def test_the_validity_told_in_the_mail_is_the_one_that_holds(settings: Settings) -> None:
    """One day reads as one day."""
    settings.PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())
    mail = send_set_password_mail(user=UserFactory.create(), now=timezone.now())
    assert "for 1 day." in mail.text
