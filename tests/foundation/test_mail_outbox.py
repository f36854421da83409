"""Writing into the outbox: in the caller's transaction, whole, without a secret."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from foundation.audit.models import AuditEvent
from foundation.mail import delivery, links
from foundation.mail.letters import render_html
from foundation.mail.links import Link, register_link
from foundation.mail.models import OutgoingMail
from foundation.mail.services import abort, cancel, enqueue, latest_about, retry
from foundation.mail.state import delivery_state
from foundation.organisations.actor import operator
from foundation.rules import Refused
from tests.factories import TenantFactory, UserFactory

NOW = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)
State = OutgoingMail.State


@pytest.fixture
def link_kind() -> str:
    """A kind of link whose token nobody may ever find stored."""

    def make(args: Mapping[str, str | int]) -> str | None:
        return f"https://portal.example/secret-token-{args['id']}" if args["id"] != "dead" else None

    if not links.is_registered("for-tests"):
        register_link("for-tests", make)
    return "for-tests"


def write(**given: object) -> OutgoingMail:
    """Enqueue a mail of somebody's own words."""
    words: dict[str, object] = {
        "now": NOW,
        "kind": "test",
        "to_address": "someone@reseller.example",
        "subject": "Hello",
        "text": "Good day.",
    }
    return enqueue(**{**words, **given})  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_refused_outside_a_transaction() -> None:
    """It would go out although what it tells about may not have happened."""
    with pytest.raises(RuntimeError):
        write()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_disappears_with_its_transaction() -> None:
    """No mail about something that was rolled back."""
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_the_worker_is_woken_only_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with the mail's id only."""
    woken: list[tuple[str, ...]] = []
    monkeypatch.setattr("foundation.background.publish", lambda *args: woken.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        mail = write()
        assert not woken
    assert woken == [("mail.send", str(mail.id))]


@pytest.mark.django_db
def test_templates_speak_the_recipients_language_and_are_escaped_only_in_html() -> None:
    """A name with an ampersand reads as it is in the text, and does no harm in the HTML."""
    user = UserFactory.create(first_name="Ann & <b>Bob</b>", last_name="", username="ann@company.example")
    mail = enqueue(now=NOW, kind="account-password-reset", to_address=user.email, language="pl", context={"user": user})
    assert "Ann & <b>Bob</b>" in mail.text
    assert "Ann &amp; &lt;b&gt;Bob&lt;/b&gt;" in mail.html
    assert "<b>" not in mail.html
    assert '<html lang="pl" dir="ltr">' in mail.html
    assert mail.language == "pl"


@pytest.mark.django_db
def test_edited_words_become_html_with_the_link_as_a_link(link_kind: str) -> None:
    """Escaped, in paragraphs; the placeholder stays in what is stored."""
    mail = write(
        text="Dear <you>,\nsecond line & more\n\n{link}\n\nor {link} again, see https://docs.example/x",
        link=Link(link_kind, {"id": "1"}),
    )
    assert mail.text.count("{link}") == 2
    assert "Dear &lt;you&gt;,<br>\nsecond line &amp; more" in mail.html
    assert mail.html.count('href="{link}"') == 2
    assert 'href="https://docs.example/x"' in mail.html


@pytest.mark.django_db
def test_no_token_is_stored_anywhere(link_kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """The row keeps the link's kind and arguments, before and after sending; nothing else knows it."""
    mail = write(text="Here: {link}", link=Link(link_kind, {"id": "7"}))
    delivery.send_due()
    row = str(OutgoingMail.objects.filter(pk=mail.pk).values())
    assert "'sent'" in row
    assert "secret-token" not in row
    assert "secret-token" not in str(list(AuditEvent.objects.values())) + caplog.text


@pytest.mark.django_db
def test_r15_a_text_that_has_lost_its_link_is_refused(link_kind: str) -> None:
    """Whoever edits the text puts it back first; the outbox makes sure."""
    with pytest.raises(ValueError, match="lost"):
        write(text="No way in.", link=Link(link_kind, {"id": "1"}))
    with pytest.raises(ValueError, match="Nobody makes"):
        write(text="{link}", link=Link("unheard-of", {}))


def test_a_link_inside_an_address_cannot_break_the_markup() -> None:
    """The placeholder is parted from what surrounds it before addresses are made clickable."""
    html = render_html('https://evil.example/?t={link}" onmouseover="x', 'https://p.example/"a"&b', "en")
    assert 'href="https://evil.example/?t="' in html
    assert 'href="https://p.example/&quot;a&quot;&amp;b"' in html
    assert 'onmouseover="' not in html


@pytest.mark.django_db
def test_headers_cannot_be_smuggled_in() -> None:
    """Subject and sender's name are one line."""
    mail = write(subject="Hello\r\nBcc: all@example.org", from_name="North\nlight")
    assert mail.subject == "Hello Bcc: all@example.org"
    assert mail.from_name == "North light"


@pytest.mark.django_db
def test_message_ids_are_one_mails_own() -> None:
    """The database refuses a second mail with the same one."""
    first, second = write(), write()
    assert first.message_id != second.message_id
    second.message_id = first.message_id
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.django_db
def test_cancelling_stops_the_waiting_mails_of_one_object_only() -> None:
    """Sent ones stay sent."""
    tenant, other = TenantFactory.create(), TenantFactory.create()
    waiting, sent, others = write(about=tenant), write(about=tenant), write(about=other)
    OutgoingMail.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=NOW)
    assert cancel(about=tenant, now=NOW) == 1
    states = {mail.pk: mail.state for mail in OutgoingMail.objects.all()}
    assert states == {waiting.pk: "cancelled", sent.pk: "sent", others.pk: "queued"}


@pytest.mark.django_db
def test_mail_retry_starts_a_failed_mail_again_and_refuses_a_sent_one() -> None:
    """By the operator, on record."""
    actor, mail = operator(UserFactory.create()), write()
    OutgoingMail.objects.update(
        state=State.FAILED, next_attempt_at=None, attempts=11, reason="mailbox", last_error="550"
    )
    again = retry(actor=actor, now=NOW, mail=mail)
    assert (again.state, again.attempts, again.reason, again.next_attempt_at) == ("queued", 0, "", NOW)
    assert AuditEvent.objects.get(verb="mail.retried").data == {"before": "failed"}
    OutgoingMail.objects.update(state=State.SENT, sent_at=NOW)
    with pytest.raises(Refused, match="mail-retry"):
        retry(actor=actor, now=NOW, mail=mail)


@pytest.mark.django_db
def test_mail_abort_stops_a_waiting_mail_and_refuses_one_on_its_way() -> None:
    """What a worker holds cannot be called back."""
    actor, mail = operator(UserFactory.create()), write()
    OutgoingMail.objects.update(state=State.SENDING, claimed_at=NOW)
    with pytest.raises(Refused, match="mail-abort"):
        abort(actor=actor, now=NOW, mail=mail)
    OutgoingMail.objects.update(state=State.RETRYING)
    assert abort(actor=actor, now=NOW, mail=mail).state == State.CANCELLED
    assert AuditEvent.objects.filter(verb="mail.aborted", subject_id=str(mail.pk)).exists()


@pytest.mark.django_db
def test_the_latest_mails_of_many_objects_come_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """By object id; those that never had a mail are left out."""
    tenants = [TenantFactory.create() for _ in range(4)]
    for tenant in tenants[:3]:
        write(about=tenant, subject="old", now=NOW - timedelta(days=1))
        write(about=tenant, subject="new")
        write(about=tenant, subject="of another kind", kind="other", now=NOW + timedelta(days=1))
    with django_assert_num_queries(1):
        latest = latest_about(type(tenants[0]), [tenant.pk for tenant in tenants], kinds=["test"])
        words = {pk: (mail.subject, delivery_state(mail)) for pk, mail in latest.items()}
    assert words == {tenant.pk: ("new", "Waiting to be sent") for tenant in tenants[:3]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.QUEUED}, "Waiting to be sent"),
        ({"state": State.SENDING}, "Being sent"),
        ({"state": State.SENT, "sent_at": NOW}, "Sent · handed to the mail server 10:42"),
        ({"state": State.SENT, "sent_at": NOW - timedelta(days=1)}, "Sent · handed to the mail server 1 Mar, 10:42"),
        (
            {"state": State.RETRYING, "next_attempt_at": NOW, "reason": "unreachable"},
            "Trying again at 10:42: the mail server does not answer",
        ),
        ({"state": State.FAILED, "reason": "mailbox"}, "Not delivered: mailbox unavailable"),
        ({"state": State.CANCELLED}, "Cancelled"),
        ({"state": State.CANCELLED, "reason": "dead_link"}, "Cancelled: its link no longer works"),
    ],
)
def test_delivery_states_in_words(fields: dict[str, object], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apart from the business state, in the reader's zone."""
    monkeypatch.setattr("foundation.clock.now", lambda: NOW)
    assert delivery_state(OutgoingMail(id=uuid4(), **fields)) == words


def test_delivery_states_are_told_in_the_readers_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """10:42 in UTC is 11:42 in Berlin."""
    monkeypatch.setattr("foundation.clock.now", lambda: NOW)
    with timezone.override("Europe/Berlin"):
        assert delivery_state(OutgoingMail(state=State.SENT, sent_at=NOW)).endswith("11:42")
