"""Doing what is due to many rows, of which none holds up the others."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, models, transaction

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=models.Model)


def sweep_rows(due: "models.QuerySet[Any]", act: Callable[[Any], None], *, at_once: int) -> int:
    """Do `act` to each row of `due`, which locks them as it is read, so many in one transaction; return how many.

    A row with which something is wrong is logged and stays as it is; the next sweep tries it again.
    """
    total, failed = 0, list[Any]()
    while True:
        with transaction.atomic():
            rows = list(due.exclude(pk__in=failed)[:at_once])
            undone = [row.pk for row in rows if not _done(row, act)]
        failed += undone
        total += len(rows) - len(undone)
        if len(rows) < at_once:
            return total


def _done(row: Row, act: Callable[[Row], None]) -> bool:
    """Do it within a savepoint; say whether that went well."""
    try:
        with transaction.atomic():
            act(row)
    except OperationalError:  # A deadlock, or the database is gone: nothing is wrong with the row.
        raise
    except Exception:
        log.exception("%s %s is left out of its sweep", row._meta.label, row.pk)
        return False
    return True
