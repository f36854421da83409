"""A list of requests that is being sent when the worker is killed: every line goes out, none as a second request."""

from tests.failures.desk import Desk
from tests.failures.person import until

LINES = 60
WITHIN = 60.0
"""Seconds: a new worker, the next sweep of unfinished lists, the mails."""


def test_no_line_of_a_list_is_lost_when_the_worker_is_killed_half_way(desk: Desk) -> None:
    """Killed twice. A mail may repeat, under its Message-ID; a request never."""
    addresses = [f"info@listed{number}.example" for number in range(LINES)]
    person = desk.provider
    person.open("/resellers/requests/several/")
    person.submit(text="\n".join(addresses), language="en")
    batch = person.url
    assert f"Send {LINES} requests" in person.page
    person.submit(f"{batch}send/")
    for sent in (LINES // 6, LINES // 3):
        until(lambda sent=sent: count(desk, addresses) >= sent, within=WITHIN, what=f"{sent} mails")  # type: ignore[misc]
        assert count(desk, addresses) < LINES
        desk.portal.kill("worker")
    until(lambda: count(desk, addresses) == LINES, within=WITHIN, what="all the mails")
    for address in addresses:
        assert len(set(desk.server.message_ids(address))) == 1, address
    until(lambda: is_finished(desk, batch), within=WITHIN, what="the end of the list")


def count(desk: Desk, addresses: list[str]) -> int:
    """Return how many of these addresses have got a mail."""
    return sum(bool(desk.server.message_ids(address)) for address in addresses)


def is_finished(desk: Desk, batch: str) -> bool:
    """Say whether the page of the list says that it is done."""
    desk.provider.open(batch)
    return "Done</h2>" in desk.provider.page
