"""Whatever is killed comes back by itself and does its work."""

from tests.failures.desk import Desk
from tests.failures.person import until

COMES_BACK_WITHIN = 20.0


def test_web_server_worker_and_scheduler_come_back_by_themselves(desk: Desk) -> None:
    """Sign-ins last, what was sent is not sent again, and what nobody was woken for is sent."""
    sent = desk.ask()
    desk.goes_out(sent)
    with desk.portal.without("Valkey", "frozen"):
        unheard = desk.ask()
        killed = {name: desk.portal.kill(name) for name in ("web", "worker", "scheduler")}
    until(
        lambda: all(desk.portal.pid(name) != pid for name, pid in killed.items()) and desk.portal.answers(),
        within=COMES_BACK_WITHIN,
        what="another web server, worker and scheduler",
    )
    desk.goes_out(unheard)
    assert desk.went_out_once(unheard)
    assert desk.went_out_once(sent)
