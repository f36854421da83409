"""When things happened in the demo story: counted back from the day it is loaded."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from foundation.mail.models import OutgoingMail


def ago(now: datetime, days: int, *, hour: int = 10) -> datetime:
    """Return a moment in the working hours (UTC) of the day `days` (at least one) before `now`."""
    return (now - timedelta(days=days)).replace(hour=hour, minute=(days * 7) % 60, second=0, microsecond=0)


def count_as_sent(mails: QuerySet[OutgoingMail]) -> None:
    """Say of the waiting ones among these mails that they left four seconds after they were written."""
    mails.filter(state__in=OutgoingMail.OPEN).update(
        state=OutgoingMail.State.SENT,
        sent_at=F("created_at") + timedelta(seconds=4),
        attempts=1,
        next_attempt_at=None,
    )
