"""Sending the outbox.

A worker claims one mail under a row lock, sends it outside the lock, records the outcome, and goes on over the same
connection. Delivery is *at least once*: a worker that dies after the server took the mail and before that is
recorded leaves it to be sent again, with the same Message-ID, by which servers and readers know the repeat.
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

from foundation import clock
from foundation.mail.letters import with_link
from foundation.mail.links import PLACEHOLDER, make_link
from foundation.mail.models import OutgoingMail
from foundation.mail.verdicts import Verdict, judge

log = logging.getLogger(__name__)

RUN_SECONDS = 5.0
"""How long one task goes on claiming mails; what is left wakes the next one, so that a worker stops in time."""

DELAYS = tuple(timedelta(minutes=m) for m in (0.5, 2, 5, 15, 30, 60, 120, 240, 480, 480))
"""Waiting times before the second and each further attempt: a day in all. After them a mail has failed."""


def held_for() -> timedelta:
    """Return how long a worker may hold one mail: a conversation has about ten steps, each with its own time limit."""
    return timedelta(seconds=10 * settings.EMAIL_TIMEOUT)


def take_back(now: datetime) -> int:
    """Let mails be sent again whose worker has died; return how many. One that has used up its attempts has failed."""
    lost = OutgoingMail.objects.held_since_before(now - held_for())
    State, reason = OutgoingMail.State, OutgoingMail.Reason.INTERRUPTED
    given_up = lost.filter(attempts__gt=len(DELAYS)).update(state=State.FAILED, reason=reason, next_attempt_at=None)
    taken = lost.update(state=State.RETRYING, reason=reason, next_attempt_at=now)
    if taken or given_up:
        log.warning("Took back %s mails that a worker held, gave up %s.", taken, given_up)
    return taken


@dataclass
class Run:
    """One task's work: how many mails the server took, and whether some may be left."""

    sent: int = 0
    finished: bool = True


def send_due(*, seconds: float = RUN_SECONDS) -> Run:
    """Send what is due over one connection, until nothing is, time is up or the server is gone."""
    run, ends = Run(), time.monotonic() + seconds
    connection = get_connection()
    on_this_connection = 0
    try:
        while mail := claim(clock.now()):
            verdict = hand_over(mail, connection)
            record(mail, verdict, clock.now())
            if verdict is None:
                run.sent, on_this_connection = run.sent + 1, on_this_connection + 1
            elif verdict.server_is_gone:
                hang_up(connection)
                if not on_this_connection:
                    break  # It is not this mail: the others wait for the next sweep.
                on_this_connection = 0  # A server may end a long connection; try once with a new one.
            if time.monotonic() > ends:
                run.finished = False
                break
    finally:
        hang_up(connection)
    return run


@transaction.atomic
def claim(now: datetime) -> OutgoingMail | None:
    """Take the mail that has waited longest, passing over those another worker is just taking; None when nothing is due."""
    mail = OutgoingMail.objects.due(now).select_for_update(skip_locked=True).first()
    if mail:
        mail.state, mail.claimed_at, mail.attempts = OutgoingMail.State.SENDING, now, mail.attempts + 1
        mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


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


def record(mail: OutgoingMail, verdict: Verdict | None, now: datetime) -> None:
    """Write down how the attempt ended, unless somebody else has taken the mail since."""
    held = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.SENDING, claimed_at=mail.claimed_at)
    State = OutgoingMail.State
    if verdict is None:
        held.update(state=State.SENT, sent_at=now, next_attempt_at=None, reason="", last_error="")
        return
    again = None if verdict.final else next_attempt(mail.attempts, now)
    given_up = State.CANCELLED if verdict.reason == OutgoingMail.Reason.DEAD_LINK else State.FAILED
    held.update(
        state=State.RETRYING if again else given_up,
        next_attempt_at=again,
        reason=verdict.reason,
        last_error=verdict.detail,
    )


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, a little later than the table says so that mails spread; else None."""
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
