"""Whatever is killed comes back by itself and does its work."""

from tests.failures.desk import LEAVES_WITHIN, PROVIDER, Desk
from tests.failures.person import until

COMES_BACK_WITHIN = 15.0
FIRST_RETRY = 36.0
"""Seconds after which, at most, a mail is tried again that the server did not take."""


def test_web_worker_and_scheduler_come_back_and_send_what_waits_for_its_second_attempt(desk: Desk) -> None:
    """Nothing wakes a worker for that but the scheduler."""
    with desk.server.down():
        asked = desk.ask()
        until(lambda: desk.says(asked, "Trying again at"), within=LEAVES_WITHIN, what="a first attempt")
        for name in ("web", "worker", "scheduler"):
            killed = desk.portal.pid(name)
            desk.portal.kill(name)
            until(lambda: desk.portal.pid(name) != killed, within=COMES_BACK_WITHIN, what=f"another {name}")
    until(lambda: desk.portal.answers(), within=COMES_BACK_WITHIN, what="the web server")
    assert desk.says(asked, "Trying again at")
    until(lambda: desk.server.message_ids(asked.address), within=FIRST_RETRY + LEAVES_WITHIN, what="the second attempt")
    assert len(desk.server.message_ids(asked.address)) == 1
