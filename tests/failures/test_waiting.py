"""Nobody waits for what is dead or frozen: forms finish as ever, and their mails leave once it is back."""

from dataclasses import dataclass
from statistics import median

import pytest

from tests.failures.desk import LEAVES_WITHIN, PROVIDER, RESELLER, Asked, Desk
from tests.failures.person import timed, until
from tests.portal import Trouble

LONGER = 1.0
"""Seconds by which a form may take longer than it normally does."""


@dataclass(frozen=True)
class Work:
    """Every form filled in once: what was asked for, and how many seconds each form took."""

    asked: Asked
    seconds: dict[str, float]


def work(desk: Desk, forgetful: str) -> Work:
    """Sign in, and fill in every form that queues a mail."""
    _, signing_in = timed(desk.sign_in)
    asked, drafting = timed(desk.draft)
    _, sending = timed(lambda: desk.send(asked))
    _, forgetting = timed(lambda: desk.forget_password(forgetful))
    return Work(asked, {"sign in": signing_in, "draft": drafting, "send": sending, "forgotten password": forgetting})


@pytest.fixture(scope="module")
def normal(desk: Desk) -> dict[str, float]:
    """How many seconds the forms take while everything is well."""
    rounds = [work(desk, RESELLER).seconds for _ in range(3)]
    return {form: median(each[form] for each in rounds) for form in rounds[0]}


@pytest.mark.parametrize("how", ["killed", "frozen"])
@pytest.mark.parametrize("name", ["worker", "Valkey"])
def test_forms_finish_as_ever_and_their_mails_leave_once_it_is_back(
    desk: Desk, normal: dict[str, float], name: str, how: Trouble
) -> None:
    """What is killed or frozen before sending holds up the mails alone."""
    before = len(desk.server.message_ids(PROVIDER))
    with desk.portal.without(name, how):
        done = work(desk, PROVIDER)
        assert not desk.server.message_ids(done.asked.address)
    desk.goes_out(done.asked)
    until(lambda: len(desk.server.message_ids(PROVIDER)) > before, within=LEAVES_WITHIN, what=f"the mail to {PROVIDER}")
    assert desk.went_out_once(done.asked)
    assert len(desk.server.message_ids(PROVIDER)) == before + 1
    slow = {form: taken for form, taken in done.seconds.items() if taken > normal[form] + LONGER}
    assert not slow, f"normally {normal}"
