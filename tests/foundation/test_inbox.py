"""The local inbox: mails kept whole, shown safely, and only to whoever sits at this machine."""

import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from foundation.mail import inbox
from foundation.mail.views import is_loopback

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """A fresh, open inbox."""
    settings.DATA_DIR, settings.INBOX_OPEN = tmp_path, True
    settings.EMAIL_BACKEND = "foundation.mail.inbox.InboxBackend"
    return tmp_path


def deliver(to: str = "admin@newreseller.example", subject: str = "Zażółć 你好", html: str = "<p>Hello</p>") -> str:
    """Send a mail through Django as the outbox does; return its id in the inbox."""
    message = EmailMultiAlternatives(
        subject,
        "See https://portal.example/accept/1 <script>alert(1)</script>",
        "Northlight <no-reply@portal.example>",
        [to],
        reply_to=["sales@provider.example"],
    )
    message.attach_alternative(html, "text/html")
    assert get_connection().send_messages([message]) == 1
    return inbox.newest(1)[0].id


def test_a_mail_is_kept_whole_and_for_its_owner_only(data_dir: Path) -> None:
    """One file, nothing half written beside it, closed to others: it holds working links."""
    deliver()
    files = list((data_dir / "inbox").iterdir())
    assert [file.suffix for file in files] == [".eml"]
    assert stat.S_IMODE((data_dir / "inbox").stat().st_mode) == 0o700


def test_the_list_shows_the_newest_first_and_finds_by_address(client: Client) -> None:
    """Subject, addresses and time."""
    deliver("old@reseller.example", "First")
    deliver("new@reseller.example", "Second")
    page = client.get("/inbox/").content.decode()
    assert page.index("Second") < page.index("First")
    assert "Northlight &lt;no-reply@portal.example&gt;" in page
    found = client.get("/inbox/", {"q": "OLD@reseller"}).content.decode()
    assert "First" in found
    assert "Second" not in found
    assert "Nothing matches" in client.get("/inbox/", {"q": "nobody"}).content.decode()


def test_an_empty_inbox_says_so(client: Client) -> None:
    """A newcomer is told what to expect."""
    assert "No mail yet" in client.get("/inbox/").content.decode()


def test_a_mail_is_shown_with_its_headers_and_its_text_with_links_to_click(client: Client) -> None:
    """What is in the text is escaped."""
    mail_id = deliver()
    response = client.get(f"/inbox/{mail_id}/")
    page = response.content.decode()
    assert "Zażółć 你好" in page
    assert "sales@provider.example" in page
    assert "admin@newreseller.example" in page
    assert 'href="https://portal.example/accept/1"' in page
    assert "<script>alert(1)" not in page
    assert f'src="{reverse("inbox_html", args=[mail_id])}"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert response["Cache-Control"] == "no-store"


def test_a_mails_html_comes_alone_under_a_policy_of_its_own(client: Client) -> None:
    """Nothing runs, nothing is loaded, only the portal's own pages may frame it, links open a new tab."""
    mail_id = deliver(html="<html><head><title>x</title></head><body><script>alert(1)</script></body></html>")
    response = client.get(f"/inbox/{mail_id}/html/")
    policy = response["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    ):
        assert part in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in response.content.decode()


@pytest.mark.parametrize("mail_id", ["nothing", "0" * 20 + "-" + "0" * 16, "..", "%2e%2e%2fsecret"])
def test_an_id_that_is_none_is_not_found(client: Client, mail_id: str, data_dir: Path) -> None:
    """Nor does it lead out of the folder."""
    (data_dir / "secret.eml").write_text("Subject: secret\n\n")
    for end in ("", "html/"):
        assert client.get(f"/inbox/{mail_id}/{end}").status_code == 404


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/{id}/", "/inbox/{id}/html/"])
def test_nobody_else_sees_the_inbox(client: Client, settings: Settings, path: str) -> None:
    """Not another machine, not through a proxy, and not a portal that has a mail server."""
    path = path.format(id=deliver())
    assert client.get(path).status_code == 200
    assert client.get(path, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(path, REMOTE_ADDR="").status_code == 404
    assert client.get(path, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.post(path).status_code == 405
    settings.INBOX_OPEN = False
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("address", "here"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False)]
)
def test_which_addresses_are_this_machine(address: str, here: bool) -> None:
    """The loopback ones."""
    assert is_loopback(address) is here
