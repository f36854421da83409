"""A mail that is being sent while something is killed or frozen goes out, and not twice where that can be known."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import sleep

import pytest

from tests.failures.desk import LEAVES_WITHIN, Asked, Desk
from tests.failures.person import until
from tests.portal import Trouble

LONG_ENOUGH = 2.0
"""Seconds in which a worker would have noticed that the broker is gone."""


@contextmanager
def being_sent(desk: Desk) -> Iterator[Asked]:
    """Ask for a partnership with a worker that has the mail in its hands: the server takes it at the end only."""
    with desk.server.slow_to_take():
        asked = desk.ask()
        until(lambda: asked.address in desk.server.in_hand, within=LEAVES_WITHIN, what="a worker with the mail")
        yield asked


def kill_the_worker(desk: Desk, asked: Asked) -> None:
    """Kill the worker that has this mail in its hands; the mail server sees it hang up."""
    desk.portal.kill("worker")
    until(lambda: asked.address not in desk.server.in_hand, within=5, what="the end of the conversation")


def test_a_worker_killed_before_the_server_took_the_mail(desk: Desk) -> None:
    """The next sweep finds the mail in nobody's hands."""
    with being_sent(desk) as asked:
        kill_the_worker(desk, asked)
    desk.goes_out(asked)
    assert desk.went_out_once(asked)


def test_a_worker_killed_before_it_heard_that_the_server_took_the_mail(desk: Desk) -> None:
    """It cannot be known: the mail is sent again, with the Message-ID by which the repeat is known."""
    with desk.server.slow_to_say_so():
        asked = desk.ask()
        until(lambda: desk.server.message_ids(asked.address), within=LEAVES_WITHIN, what="the server with the mail")
        kill_the_worker(desk, asked)
    desk.goes_out(asked)
    until(lambda: len(desk.server.message_ids(asked.address)) > 1, within=LEAVES_WITHIN, what="the repeat")
    first, *repeats = desk.server.message_ids(asked.address)
    assert repeats == [first]


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_valkey_gone_while_a_mail_is_sent(desk: Desk, how: Trouble) -> None:
    """The worker finishes without it what it has begun; and when it is back nothing is sent again."""
    worker = desk.portal.pid("worker")
    with ExitStack() as sending:
        sent = sending.enter_context(being_sent(desk))
        with desk.portal.without("Valkey", how):
            sleep(LONG_ENOUGH)
            sending.close()
            desk.goes_out(sent)
    following = desk.ask()
    desk.goes_out(following)
    assert desk.went_out_once(sent)
    assert desk.went_out_once(following)
    assert desk.portal.pid("worker") == worker
