"""Delivery against a real SMTP server that accepts, refuses, dawdles or dies."""

import smtplib
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from foundation import clock
from foundation.mail import delivery, links, tasks
from foundation.mail.claims import let_go
from foundation.mail.links import Link, register_link
from foundation.mail.models import OutgoingMail
from foundation.mail.services import enqueue
from foundation.mail.verdicts import Verdict
from tests.foundation.post_office import PostOffice, free_port, open_post_office

State, Reason = OutgoingMail.State, OutgoingMail.Reason


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    """A mail server, and the portal told to use it."""
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 2
        settings.DEFAULT_FROM_EMAIL = "Partner Center <no-reply@portal.example>"
        yield office


def write(address: str = "someone@reseller.example", **given: Any) -> OutgoingMail:
    """Enqueue a mail to somebody."""
    words = {"now": clock.now(), "kind": "test", "subject": "Zażółć 你好", "text": "Zażółć gęślą jaźń."}
    with transaction.atomic():
        return enqueue(to_address=address, **{**words, **given})


@pytest.mark.django_db
def test_a_mail_arrives_whole(office: PostOffice) -> None:
    """Text and HTML with the link in both, our own Message-ID, who it is from and where an answer goes."""
    if not links.is_registered("for-arrival"):
        register_link("for-arrival", lambda args: f"https://portal.example/t?a={args['id']}&b=2")
    mail = write(
        text="Zażółć gęślą jaźń:\n\n{link}",
        link=Link("for-arrival", {"id": 1}),
        from_name="Northlight Distribution, GmbH",
        reply_to="sales@provider.example",
    )
    assert delivery.send_due().sent == 1
    [got] = office.received
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text
    assert "Zażółć gęślą jaźń:\n\nhttps://portal.example/t?a=1&b=2" in text.get_content().replace("\r\n", "\n")
    assert html
    assert 'href="https://portal.example/t?a=1&amp;b=2"' in html.get_content()
    assert got["Subject"] == "Zażółć 你好"
    assert got["From"] == '"Northlight Distribution, GmbH" <no-reply@portal.example>'
    assert (got["To"], got["Reply-To"]) == ("someone@reseller.example", "sales@provider.example")
    assert (got["Message-ID"], got["Auto-Submitted"]) == (mail.message_id, "auto-generated")
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert mail.sent_at
    assert mail.next_attempt_at is None


@pytest.mark.django_db
def test_many_mails_go_over_one_connection(office: PostOffice) -> None:
    """In the order in which they were written."""
    addresses = [f"person{n:02}@reseller.example" for n in range(25)]
    for address in addresses:
        write(address)
    assert delivery.send_due().sent == 25
    assert office.addresses() == addresses
    assert len(office.connections) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        ("550 5.1.1 No such user", State.FAILED, Reason.MAILBOX),
        ("551 User not local", State.FAILED, Reason.MAILBOX),
        ("552 5.2.2 Over quota", State.FAILED, Reason.FULL),
        ("554 5.7.1 Spam", State.FAILED, Reason.REFUSED),
        ("450 4.2.1 Greylisted", State.RETRYING, Reason.BUSY),
        ("452 4.2.2 Over quota", State.RETRYING, Reason.FULL),
    ],
)
def test_a_refused_recipient_stops_nobody_else(office: PostOffice, reply: str, state: str, reason: str) -> None:
    """5xx is final, 4xx is tried again; the next mail goes out over the same connection."""
    refused, other = write("refused@reseller.example"), write()
    office.recipients["refused@reseller.example"] = reply
    assert delivery.send_due().sent == 1
    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.state, refused.reason, refused.last_error) == (state, reason, reply)
    assert other.state == State.SENT
    assert (refused.next_attempt_at is not None) == (state == State.RETRYING)


@pytest.mark.django_db
def test_a_mail_refused_after_its_text_is_final_too(office: PostOffice) -> None:
    """A reply to DATA counts like one to RCPT."""
    write("refused@reseller.example")
    office.data["refused@reseller.example"] = "554 5.6.0 Not like this"
    delivery.send_due()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason, mail.last_error) == (State.FAILED, Reason.REFUSED, "554 5.6.0 Not like this")


@pytest.mark.django_db
def test_greylisting_is_waited_out_with_growing_delays(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten more attempts within about a day, each not before its time; then the mail has failed."""
    write("grey@reseller.example")
    office.recipients["grey@reseller.example"] = "451 4.7.1 Come back later"
    now = start = clock.now()
    monkeypatch.setattr("foundation.clock.now", lambda: now)
    waits: list[timedelta] = []
    while True:
        assert delivery.send_due().sent == 0
        mail = OutgoingMail.objects.get()
        if mail.state == State.FAILED:
            break
        assert mail.next_attempt_at
        waits.append(mail.next_attempt_at - now)
        now = mail.next_attempt_at - timedelta(seconds=1)
        assert not delivery.claim(now)
        now += timedelta(seconds=1)
    assert mail.attempts == 11
    assert mail.reason == Reason.BUSY
    assert all(low <= wait <= low * 1.2 for low, wait in zip(delivery.DELAYS, waits, strict=True))
    assert timedelta(hours=23) < now - start < timedelta(hours=30)


@pytest.mark.django_db
def test_a_server_that_is_down_is_asked_once_per_sweep(office: PostOffice, settings: Settings) -> None:
    """The others wait as they are, and all go out when it is back."""
    for n in range(3):
        write(f"person{n}@reseller.example")
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    tasks.sweep()
    assert sorted(OutgoingMail.objects.values_list("state", "reason", "attempts")) == [
        ("queued", "", 0),
        ("queued", "", 0),
        ("retrying", "unreachable", 1),
    ]
    settings.EMAIL_PORT = up
    OutgoingMail.objects.filter(state=State.RETRYING).update(next_attempt_at=clock.now())
    tasks.sweep()
    assert len(office.received) == 3


@pytest.mark.django_db
def test_a_server_that_does_not_answer_in_time_is_not_waited_for(office: PostOffice, settings: Settings) -> None:
    """EMAIL_TIMEOUT bounds each step."""
    settings.EMAIL_TIMEOUT, office.seconds = 0.3, 2.0
    write()
    began = time.monotonic()
    assert delivery.send_due().sent == 0
    assert time.monotonic() - began < 1.5
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason) == (State.RETRYING, Reason.UNREACHABLE)


@pytest.mark.django_db
def test_a_server_that_dies_after_taking_a_mail_gets_it_again_under_the_same_message_id(office: PostOffice) -> None:
    """At least once: the repeat can be recognised. The mails after it go out over a new connection at once."""
    first, unlucky, last = write("a@reseller.example"), write("b@reseller.example"), write("c@reseller.example")
    office.hangs_up_on = {"b@reseller.example"}
    assert delivery.send_due().sent == 2
    unlucky.refresh_from_db()
    assert (unlucky.state, unlucky.reason) == (State.RETRYING, Reason.UNREACHABLE)
    office.hangs_up_on = set()
    OutgoingMail.objects.filter(pk=unlucky.pk).update(next_attempt_at=clock.now())
    assert delivery.send_due().sent == 1
    ids = [str(message["Message-ID"]) for message in office.received]
    assert ids == [first.message_id, unlucky.message_id, last.message_id, unlucky.message_id]


@pytest.mark.django_db
def test_a_server_that_does_not_admit_the_portal_fails_no_mail(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password in the settings is not the mail's fault: it waits for the operator."""

    def refuse(*args: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 Who are you?")

    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refuse)
    write()
    delivery.send_due()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason) == (State.RETRYING, Reason.NOT_ADMITTED)


@pytest.mark.django_db
def test_a_dead_link_cancels_its_mail(office: PostOffice) -> None:
    """What it would lead to has been withdrawn or replaced since."""

    def make(args: Mapping[str, str | int]) -> str | None:
        return None

    if not links.is_registered("always-dead"):
        register_link("always-dead", make)
    write(text="{link}", link=Link("always-dead", {}))
    assert delivery.send_due().sent == 0
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason, office.received) == (State.CANCELLED, Reason.DEAD_LINK, [])


@pytest.mark.django_db
def test_a_server_that_quotes_the_link_does_not_get_it_into_the_outbox(office: PostOffice) -> None:
    """Tokens are not stored, by nobody."""
    if not links.is_registered("quoted"):
        register_link("quoted", lambda _args: "https://portal.example/secret")
    write("quoted@reseller.example", text="{link}", link=Link("quoted", {}))
    office.data["quoted@reseller.example"] = "554 we do not like https://portal.example/secret"
    delivery.send_due()
    assert OutgoingMail.objects.get().last_error == "554 we do not like {link}"


@pytest.mark.django_db
def test_an_address_that_cannot_be_written_fails_alone(office: PostOffice) -> None:
    """It is found while the message is put together."""
    broken, _fine = write(), write()
    OutgoingMail.objects.filter(pk=broken.pk).update(to_address="no address\nat all")
    assert delivery.send_due().sent == 1
    broken.refresh_from_db()
    assert (broken.state, broken.reason) == (State.FAILED, Reason.UNWRITABLE)


@pytest.mark.django_db
def test_what_a_worker_holds_is_left_to_it_until_its_time_is_over(office: PostOffice) -> None:
    """It may still be sending."""
    mail = write()
    now = clock.now()
    assert delivery.claim(now)
    tasks.sweep()
    assert office.received == []
    OutgoingMail.objects.update(claimed_at=now - delivery.held_for() - timedelta(seconds=1))
    tasks.sweep()
    let_go(now)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(office.received)) == (State.SENT, 2, 1)


@pytest.mark.django_db
def test_a_mail_that_kills_every_worker_is_given_up(office: PostOffice) -> None:
    """It does not go round for ever."""
    write()
    long_ago = clock.now() - timedelta(days=1)
    OutgoingMail.objects.update(state=State.SENDING, claimed_at=long_ago, attempts=len(delivery.DELAYS))
    tasks.sweep()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason, office.received) == (State.FAILED, Reason.INTERRUPTED, [])


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_does_not_overwrite_what_another_did(office: PostOffice) -> None:
    """The outcome belongs to the claim."""
    write(now=clock.now() - timedelta(hours=2))
    an_hour_ago = clock.now() - timedelta(hours=1)
    slow = delivery.claim(an_hour_ago)
    delivery.take_back(clock.now())
    let_go(an_hour_ago)
    assert delivery.send_due().sent == 1
    delivery.record(slow[0], Verdict(Reason.UNREACHABLE, "late"), clock.now())
    assert OutgoingMail.objects.get().state == State.SENT


@pytest.mark.django_db
def test_a_wake_up_for_a_mail_that_is_sent_does_nothing(office: PostOffice) -> None:
    """Tasks may come twice."""
    mail = write()
    tasks.send(str(mail.id))
    tasks.send(str(mail.id))
    assert len(office.received) == 1


@pytest.mark.django_db
def test_a_long_queue_is_sent_in_turns(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task ends in time for a worker to stop, and wakes the next one."""
    woken: list[str] = []
    monkeypatch.setattr("foundation.mail.tasks.publish", woken.append)
    monkeypatch.setattr("foundation.mail.tasks.send_due", lambda: delivery.send_due(seconds=0))
    write("a@reseller.example")
    write("b@reseller.example")
    tasks.sweep()
    assert (len(office.received), woken) == (1, ["mail.sweep"])


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_mail_once(office: PostOffice) -> None:
    """They pass over what another is just taking."""
    for n in range(60):
        write(f"person{n:02}@reseller.example")
    ready = threading.Barrier(4)

    def work(_worker: int) -> int:
        ready.wait()
        try:
            return delivery.send_due(seconds=30).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))
    assert sum(sent) == 60
    assert sorted(office.addresses()) == [f"person{n:02}@reseller.example" for n in range(60)]
    assert sum(1 for each in sent if each) > 1


def test_every_delay_is_longer_than_the_one_before() -> None:
    """Up to the last, which comes twice; a day in all."""
    assert list(delivery.DELAYS) == sorted(delivery.DELAYS)
    assert timedelta(hours=23) < sum(delivery.DELAYS, timedelta()) < timedelta(hours=25)
    assert delivery.next_attempt(len(delivery.DELAYS) + 1, clock.now()) is None
