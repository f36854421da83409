"""Sending the outbox.

A worker claims some mails under row locks, sends them outside the locks over one connection, and records what became
of each. Delivery is *at least once*: a worker that dies after the server took a mail and before that is recorded
leaves it to be sent again, with the same Message-ID, by which servers and readers know the repeat.
"""

import logging
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, F, Value, When

from foundation import clock
from foundation.mail.claims import hold, left_by_the_dead, let_go
from foundation.mail.letters import with_link
from foundation.mail.links import PLACEHOLDER, make_link
from foundation.mail.models import OutgoingMail
from foundation.mail.querysets import OutgoingMailQuerySet
from foundation.mail.verdicts import Verdict, judge

log = logging.getLogger(__name__)

RUN_SECONDS = 5.0
"""How long one task goes on sending; what is left wakes the next one, so that a worker can stop in time."""

BATCH = 20
"""How many mails a worker claims at once."""

RECORD_SECONDS = 0.5
"""How long a mail that the server took may wait to be recorded together with others."""

DELAYS = tuple(timedelta(minutes=m) for m in (0.5, 2, 5, 15, 30, 60, 120, 240, 480, 480))
"""Waiting times before the second and each further attempt: a day in all. After them a mail has failed."""

State = OutgoingMail.State


def held_for() -> timedelta:
    """Return how long a living worker may hold mails: a conversation has about ten steps, each with a time limit."""
    return timedelta(seconds=RUN_SECONDS + 10 * settings.EMAIL_TIMEOUT)


def take_back(now: datetime) -> int:
    """Let mails be sent again whose worker has died or hangs; return how many. One out of attempts has failed."""
    claims = {moment for moment in OutgoingMail.objects.in_hand().values_list("claimed_at", flat=True) if moment}
    if not claims:
        return 0
    lost = OutgoingMail.objects.in_hand().claimed(at=left_by_the_dead(claims), or_before=now - held_for())
    reason, tried = OutgoingMail.Reason.INTERRUPTED, F("attempts") + 1
    given_up = lost.filter(attempts__gte=len(DELAYS)).update(
        state=State.FAILED, reason=reason, next_attempt_at=None, attempts=tried
    )
    taken = lost.update(state=State.RETRYING, reason=reason, next_attempt_at=now, attempts=tried)
    if taken or given_up:
        log.warning("Took back %s mails that a worker held, gave up %s.", taken, given_up)
    return taken


@dataclass
class Run:
    """One task's work: how many mails the server took, in all and over the present connection; why it is to end."""

    ends: float
    sent: int = 0
    over_this_connection: int = 0
    server_is_gone: bool = False

    @property
    def time_is_up(self) -> bool:
        """Whether the next task shall go on."""
        return time.monotonic() > self.ends


def send_due(*, seconds: float = RUN_SECONDS) -> Run:
    """Send what is due over one connection, until nothing is, time is up or the server is gone."""
    run = Run(ends=time.monotonic() + seconds)
    connection = get_connection()
    try:
        while mails := claim(clock.now()):
            send_batch(mails, connection, run)
            if run.server_is_gone or run.time_is_up:
                break
    finally:
        hang_up(connection)
    return run


@transaction.atomic
def claim(now: datetime, count: int = BATCH) -> list[OutgoingMail]:
    """Take the mails that have waited longest, passing over those another worker is just taking."""
    mails = list(OutgoingMail.objects.due(now).select_for_update(skip_locked=True)[:count])
    if mails:
        hold(now)
        held = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails])
        held.update(state=State.SENDING, claimed_at=now)
    for mail in mails:
        mail.claimed_at = now
    return mails


def send_batch(mails: list[OutgoingMail], connection: BaseEmailBackend, run: Run) -> None:
    """Send the mails of one claim one by one and record what became of each; give back those that are not reached."""
    left, taken, recorded_at, claimed_at = list(mails), [], time.monotonic(), mails[0].claimed_at
    assert claimed_at
    try:
        while left and not run.server_is_gone:
            mail = left.pop(0)
            verdict = hand_over(mail, connection)
            if verdict is None:
                taken.append(mail)
                run.sent, run.over_this_connection = run.sent + 1, run.over_this_connection + 1
            else:
                record(mail, verdict, clock.now())
                if verdict.server_is_gone:
                    hang_up(connection)
                    # A server may end a long connection: try once with a new one, then leave it to the next sweep.
                    run.server_is_gone, run.over_this_connection = not run.over_this_connection, 0
            if time.monotonic() - recorded_at > RECORD_SECONDS:
                record_sent(taken, clock.now())
                taken, recorded_at = [], time.monotonic()
            if run.time_is_up:
                break
    finally:
        record_sent(taken, clock.now())
        give_back(left)
        let_go(claimed_at)


def hand_over(mail: OutgoingMail, connection: BaseEmailBackend) -> Verdict | None:
    """Make the mail's link and give the mail to the server; return None when it took it, else what went wrong."""
    link = make_link(mail.link_kind, mail.link_args) if mail.link_kind else ""
    if link is None:
        return Verdict(OutgoingMail.Reason.DEAD_LINK, "", final=True)
    try:
        connection.open()
        connection.send_messages([message(mail, link)])
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a bad header or address is a ValueError.
        verdict = judge(error)
        log.warning("Mail %s was not taken (%s): %s", mail.id, verdict.reason.value, type(error).__name__)
        return verdict if not link else _without(link, verdict)
    return None


def message(mail: OutgoingMail, link: str) -> EmailMultiAlternatives:
    """Return the mail as a message, its link filled in. Raises ValueError when a header cannot be written."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers: Mapping[str, str] = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    written = EmailMultiAlternatives(
        subject=mail.subject,
        body=with_link(mail.text, link, html=False) if link else mail.text,
        from_email=formataddr((mail.from_name or name, address)),
        to=[mail.to_address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=dict(headers),
    )
    if mail.html:
        written.attach_alternative(with_link(mail.html, link, html=True) if link else mail.html, "text/html")
    return written


def record(mail: OutgoingMail, verdict: Verdict, now: datetime) -> None:
    """Write down why the attempt did not succeed and when the next one is, unless somebody has the mail since."""
    again = None if verdict.final else next_attempt(mail.attempts + 1, now)
    given_up = State.CANCELLED if verdict.reason == OutgoingMail.Reason.DEAD_LINK else State.FAILED
    _held([mail]).update(
        state=State.RETRYING if again else given_up,
        next_attempt_at=again,
        attempts=F("attempts") + 1,
        reason=verdict.reason,
        last_error=verdict.detail,
    )


def record_sent(mails: list[OutgoingMail], now: datetime) -> None:
    """Write down that the server has taken these mails of one claim."""
    if mails:
        _held(mails).update(
            state=State.SENT, sent_at=now, next_attempt_at=None, attempts=F("attempts") + 1, reason="", last_error=""
        )


def give_back(mails: list[OutgoingMail]) -> None:
    """Let others send these mails of one claim: they stand as before it."""
    if mails:
        _held(mails).update(state=Case(When(attempts=0, then=Value(State.QUEUED)), default=Value(State.RETRYING)))


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, None for never; a little later at random, to spread mails."""
    if attempts > len(DELAYS):
        return None
    return now + DELAYS[attempts - 1] * random.uniform(1.0, 1.2)  # noqa: S311  not a secret


def hang_up(connection: BaseEmailBackend) -> None:
    """Close the connection; a server that is gone need not say goodbye."""
    with suppress(OSError):
        connection.close()


def _without(link: str, verdict: Verdict) -> Verdict:
    """Return the verdict without the link, should a server have quoted it: tokens are not stored."""
    return Verdict(verdict.reason, verdict.detail.replace(link, PLACEHOLDER), verdict.final, verdict.server_is_gone)


def _held(mails: list[OutgoingMail]) -> OutgoingMailQuerySet:
    """Return those of these mails of one claim that the claim still holds."""
    return OutgoingMail.objects.in_hand().filter(pk__in=[mail.pk for mail in mails], claimed_at=mails[0].claimed_at)
