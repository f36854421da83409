"""When things happened in the demo story: counted back from the day it is loaded."""

from datetime import datetime, timedelta


def ago(now: datetime, days: int, *, hour: int = 10) -> datetime:
    """Return a moment in the working hours (UTC) of the day `days` (at least one) before `now`."""
    return (now - timedelta(days=days)).replace(hour=hour, minute=(days * 7) % 60, second=0, microsecond=0)
