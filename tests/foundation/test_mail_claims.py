"""Who holds a mail: a worker that lives, however slow it is. A dead one does not."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from foundation import clock
from foundation.mail import claims, delivery
from foundation.mail.models import OutgoingMail
from foundation.mail.services import enqueue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mail(settings: Settings) -> None:
    """A mail that waits, and a server that takes everything."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with transaction.atomic():
        enqueue(now=clock.now(), kind="test", to_address="a@reseller.example", subject="Hello", text="Good day.")


@contextmanager
def another_worker() -> Iterator[None]:
    """Let a worker with a connection of its own take the mail and keep it, until its connection ends."""
    claimed, end = threading.Event(), threading.Event()

    def work() -> None:
        try:
            delivery.claim(clock.now())
            claimed.set()
            end.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(work)
        try:
            assert claimed.wait(10)
            yield
        finally:
            end.set()


def held() -> list[bool]:
    """Say of each claim whether somebody holds it."""
    moments = {mail.claimed_at for mail in OutgoingMail.objects.in_hand() if mail.claimed_at}
    dead = claims.left_by_the_dead(moments)
    return [moment not in dead for moment in moments]


def test_a_living_workers_mails_are_left_to_it_and_a_dead_ones_are_taken_back_at_once() -> None:
    """Long before the time is over that a slow conversation may take."""
    with another_worker():
        assert delivery.take_back(clock.now()) == 0
    ends = time.monotonic() + 5
    while not delivery.take_back(clock.now()):
        assert time.monotonic() < ends
        time.sleep(0.01)
    assert OutgoingMail.objects.get().reason == OutgoingMail.Reason.INTERRUPTED
    assert delivery.send_due().sent == 1


def test_a_worker_that_hangs_loses_its_mails_after_some_minutes() -> None:
    """It may live for ever, and never say anything."""
    with another_worker():
        assert delivery.take_back(clock.now() + delivery.held_for() - timedelta(seconds=5)) == 0
        assert delivery.take_back(clock.now() + delivery.held_for() + timedelta(seconds=5)) == 1


def test_nothing_is_held_after_sending() -> None:
    """Each claim is let go, with the same connection going on."""
    mails = delivery.claim(clock.now())
    assert held() == [True]
    assert mails[0].claimed_at
    claims.let_go(mails[0].claimed_at)
    assert held() == [False]
    delivery.take_back(clock.now())
    assert delivery.send_due().sent == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)


def test_two_claims_of_one_moment_do_not_wait_for_one_another() -> None:
    """The lock is shared; it counts as held until both are done."""
    moment = clock.now()
    with another_worker():
        for _ in range(2):
            claims.hold(moment)
        claims.let_go(moment)
        assert claims.left_by_the_dead({moment}) == set()
        claims.let_go(moment)
        assert claims.left_by_the_dead({moment}) == {moment}
