"""A mail that is being sent, or was just sent, when something is killed or frozen: it goes out, and not twice."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.failures.desk import LEAVES_WITHIN, Asked, Desk
from tests.failures.person import until
from tests.portal import Trouble

HANDED_OVER = "handed to the mail server"


@contextmanager
def being_sent(desk: Desk) -> Iterator[Asked]:
    """Ask for a partnership with a worker that has the mail in its hands: the server takes it at the end only."""
    with desk.server.slow_to_take():
        asked = desk.ask()
        until(lambda: asked.address in desk.server.in_hand, within=LEAVES_WITHIN, what="a worker with the mail")
        yield asked


def goes_out(desk: Desk, asked: Asked) -> None:
    """Wait until the mail was delivered and is recorded as sent."""
    until(lambda: desk.server.message_ids(asked.address), within=LEAVES_WITHIN, what=f"the mail to {asked.address}")
    until(lambda: desk.says(asked, HANDED_OVER), within=LEAVES_WITHIN, what="the record that it was sent")


def test_a_worker_killed_before_the_server_took_the_mail(desk: Desk) -> None:
    """The next sweep finds the mail in nobody's hands."""
    with being_sent(desk) as asked:
        desk.portal.kill("worker")
    goes_out(desk, asked)
    assert len(desk.server.message_ids(asked.address)) == 1


def test_a_worker_killed_before_it_heard_that_the_server_took_the_mail(desk: Desk) -> None:
    """It cannot be known: the mail is sent again, with the Message-ID by which the repeat is known."""
    with desk.server.slow_to_say_so():
        asked = desk.ask()
        until(lambda: desk.server.message_ids(asked.address), within=LEAVES_WITHIN, what="the server with the mail")
        desk.portal.kill("worker")
    goes_out(desk, asked)
    first, *repeats = desk.server.message_ids(asked.address)
    assert repeats == [first]


def test_a_worker_killed_after_sending(desk: Desk) -> None:
    """What is recorded as sent is not sent again, and the next mail goes out."""
    sent = desk.ask()
    goes_out(desk, sent)
    desk.portal.kill("worker")
    following = desk.ask()
    goes_out(desk, following)
    assert len(desk.server.message_ids(sent.address)) == len(desk.server.message_ids(following.address)) == 1


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_valkey_gone_while_a_mail_is_sent(desk: Desk, how: Trouble) -> None:
    """The worker finishes without it what it has begun; and when it is back nothing is sent again."""
    with ExitStack() as sending:
        sent = sending.enter_context(being_sent(desk))
        with desk.portal.without("Valkey", how):
            sending.close()
            goes_out(desk, sent)
    following = desk.ask()
    goes_out(desk, following)
    assert len(desk.server.message_ids(sent.address)) == len(desk.server.message_ids(following.address)) == 1
