"""Waking workers through a real Valkey that lives, dies, freezes and comes back, with a real worker behind it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.transaction import on_commit
from pytest_django import Settings
from redis import Redis

from foundation import background, clock
from foundation.mail.models import OutgoingMail
from foundation.mail.services import enqueue
from partnercenter.embedded.valkey import Valkey, start_valkey
from tests.architecture.house import ROOT
from tests.foundation.post_office import PostOffice, open_post_office

BOUND = 0.5
"""Seconds that all wake-ups of one request may take together, however many they are."""


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A broker of one's own."""
    broker = start_valkey(tmp_path)
    settings.CELERY_BROKER_URL = broker.url
    monkeypatch.setattr(background.broker, "quiet_until", 0.0)
    background._publisher.cache_clear()
    try:
        yield broker
    finally:
        background._publisher().close()
        background._publisher.cache_clear()
        broker.stop()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server."""
    with open_post_office() as office:
        yield office


def waiting(broker: Valkey) -> int:
    """Return how many wake-ups wait in the broker."""
    with Redis.from_url(broker.url) as redis:
        return int(redis.llen("celery"))


def seconds(action: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.monotonic()
    action()
    return time.monotonic() - began


def five_in_one_request() -> None:
    """Commit one transaction that wakes five workers."""
    with transaction.atomic():
        for n in range(5):
            background.wake("mail.send", str(n))


@pytest.mark.django_db(transaction=True)
def test_workers_are_woken_after_the_commit_and_not_after_a_rollback(valkey: Valkey) -> None:
    """A worker must find what it is woken for."""
    with transaction.atomic():
        background.wake("mail.send", "1")
        assert waiting(valkey) == 0
    assert waiting(valkey) == 1
    with transaction.atomic():
        background.wake("mail.send", "2")
        transaction.set_rollback(True)
    assert waiting(valkey) == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_holds_up_no_request_and_breaks_nothing_that_follows(valkey: Valkey) -> None:
    """Wake-ups fail quietly; what else waits for the commit happens."""
    five_in_one_request()
    assert waiting(valkey) == 5
    valkey.kill()
    followed: list[bool] = []

    def request() -> None:
        with transaction.atomic():
            for n in range(5):
                background.wake("mail.send", str(n))
            on_commit(lambda: followed.append(True))

    assert seconds(request) < BOUND
    assert followed == [True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("connected_before", [True, False])
def test_a_frozen_broker_holds_up_no_request(valkey: Valkey, connected_before: bool) -> None:
    """It accepts connections and never answers; neither a pooled connection nor a new one is waited for."""
    if connected_before:
        five_in_one_request()
    else:
        background._publisher()
    valkey.freeze()
    try:
        first, second = seconds(five_in_one_request), seconds(five_in_one_request)
    finally:
        valkey.thaw()
    assert first < BOUND
    assert second < 0.05  # The process leaves the broker alone for a while.


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["killed", "frozen"])
def test_wake_ups_reach_a_broker_that_is_back(valkey: Valkey, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the quiet seconds, over the same pool of connections."""
    monkeypatch.setattr(background, "QUIET", 0.3)
    five_in_one_request()
    if trouble == "killed":
        valkey.kill()
        five_in_one_request()
        valkey.start()
    else:
        valkey.freeze()
        five_in_one_request()
        valkey.thaw()
    time.sleep(0.4)
    before = waiting(valkey)
    five_in_one_request()
    assert waiting(valkey) == before + 5


@contextmanager
def worker(broker: Valkey, office: PostOffice, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a real worker on the test's database, broker and mail server."""
    db = connection.settings_dict
    host, port = db["HOST"] or "127.0.0.1", db["PORT"] or "5432"
    env = os.environ | {
        "DATABASE_URL": f"postgres://{db['USER']}:{db['PASSWORD']}@{host}:{port}/{db['NAME']}",
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{office.port}",
        "EMAIL_TIMEOUT": "5",
    }
    command = [sys.executable, "-m", "celery", "-A", "partnercenter.celery", "worker", "-c", "1", "-l", "INFO"]
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        until(lambda: b" ready." in log.read_bytes(), log=log)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its children, as the machine's end would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(true: Callable[[], bool], *, log: Path, limit: float = 40.0) -> None:
    """Wait until something is true; show the worker's log when it does not come."""
    ends = time.monotonic() + limit
    while not true():
        assert time.monotonic() < ends, log.read_text()
        time.sleep(0.05)


def write(address: str = "someone@reseller.example") -> OutgoingMail:
    """Enqueue a mail as a request does."""
    with transaction.atomic():
        return enqueue(now=clock.now(), kind="test", to_address=address, subject="Hello", text="Good day.")


def is_sent(mail: OutgoingMail) -> bool:
    """Say whether the outbox has this mail as sent."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.SENT).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_the_brokers_death_and_freeze_and_every_mail_goes_out_once(
    valkey: Valkey, office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be told in between is found by the sweeper."""
    monkeypatch.setattr(background, "QUIET", 0.1)
    log = tmp_path / "worker.log"
    mails = []
    with worker(valkey, office, log):
        mails.append(write())
        until(lambda: is_sent(mails[0]), log=log, limit=5)
        for stop, resume in ((valkey.kill, valkey.start), (valkey.freeze, valkey.thaw)):
            stop()
            assert seconds(lambda: mails.append(write())) < BOUND
            resume()
            time.sleep(0.2)
            until(lambda: background.publish("mail.sweep") and is_sent(mails[-1]), log=log)
            mails.append(write())
            until(lambda: is_sent(mails[-1]), log=log)
    assert [str(message["Message-ID"]) for message in office.received] == [mail.message_id for mail in mails]


@pytest.mark.django_db(transaction=True)
def test_a_mail_whose_worker_is_killed_while_sending_goes_out_under_the_same_message_id(
    valkey: Valkey, office: PostOffice, tmp_path: Path
) -> None:
    """The next worker finds at once that nobody holds it any more."""
    log = tmp_path / "worker.log"
    office.seconds = 3.0
    with worker(valkey, office, log) as process:
        mail = write()
        sending = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.SENDING)
        until(sending.exists, log=log, limit=5)
        time.sleep(0.3)
        kill(process)
    office.seconds = 0.0
    log.write_bytes(b"")
    with worker(valkey, office, log):
        background.publish("mail.sweep")
        until(lambda: is_sent(mail), log=log, limit=10)
    assert {str(message["Message-ID"]) for message in office.received} == {mail.message_id}
