"""Which claims are in the hands of a worker that lives.

A worker keeps a lock in PostgreSQL for each of its claims. The lock belongs to the worker's connection and ends with
it, so that a killed worker's mails are known to be free at once, however long sending may take a living one.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection

LOCK_CLASS = int.from_bytes(b"mail", "big")
"""First half of the locks' keys: keeps them apart from anybody else's."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lock_key(claimed_at: datetime) -> int:
    """Return the second half of a claim's key: its microseconds in 31 bits, which repeat after 36 minutes."""
    return (claimed_at - EPOCH) // timedelta(microseconds=1) % 2**31


def hold(claimed_at: datetime) -> None:
    """Lock a claim until `let_go`, or until this connection ends. Shared: two workers may claim at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", [LOCK_CLASS, lock_key(claimed_at)])


def let_go(claimed_at: datetime) -> None:
    """Unlock a claim."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_shared(%s, %s)", [LOCK_CLASS, lock_key(claimed_at)])


def left_by_the_dead(claims: set[datetime]) -> set[datetime]:
    """Return those of these claims that nobody holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = %s AND datname = current_database()",
            [LOCK_CLASS],
        )
        held = {key for (key,) in cursor.fetchall()}
    return {claimed_at for claimed_at in claims if lock_key(claimed_at) not in held}
