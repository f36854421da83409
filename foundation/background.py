"""Waking the workers. The broker carries wake-ups only: what is to be done stands in PostgreSQL.

A wake-up that is lost costs time, never work: the scheduler's sweepers find whatever is due. So publishing may fail,
but it must never hold up a request: it has 0.2 seconds, is tried once, and after a failure this process leaves the
broker alone for a few seconds, so that a request with many wake-ups waits once.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache, partial

from celery import Celery
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

log = logging.getLogger(__name__)

TIMEOUT = 0.2
"""Seconds a publisher waits for the broker, to connect and to answer."""

QUIET = 5.0
"""Seconds during which this process does not try again after a failure."""


@dataclass
class Broker:
    """What this process knows of the broker: until when (monotonic seconds) it is left alone."""

    quiet_until: float = 0.0


broker = Broker()


def wake(task: str, *args: str) -> None:
    """Have a worker run the task named `task` once the present transaction is committed; `args` are ids only.

    Nothing happens when the transaction is rolled back. Never raises: a broker that is down is logged.
    """
    transaction.on_commit(partial(publish, task, *args), robust=True)


def publish(task: str, *args: str) -> bool:
    """Put the wake-up on the broker now; say whether it got there."""
    if time.monotonic() < broker.quiet_until:
        return False
    try:
        _publisher().send_task(task, args=args, retry=False, ignore_result=True)
    except (OperationalError, KombuError, OSError) as error:
        broker.quiet_until = time.monotonic() + QUIET
        log.warning("The broker does not answer, %s waits for the sweeper: %s", task, error)
        return False
    return True


@cache
def _publisher() -> Celery:
    """Return a Celery app that only publishes: the workers' own connection must wait without a limit, this one not."""
    app = Celery("wake-ups", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        broker_transport_options={
            "socket_connect_timeout": TIMEOUT,
            "socket_timeout": TIMEOUT,
            "max_retries": 0,
            "interval_start": 0,
        },
    )
    return app
