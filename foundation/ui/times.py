"""Times and dates as a reader sees them."""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

DAY = "j M Y"
MOMENT = "j M Y, H:i"


def local_time(value: datetime) -> SafeString:
    """Draw an aware moment in the reader's zone, with UTC on hover."""
    in_utc = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        in_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        date_format(in_utc, MOMENT),
        date_format(timezone.localtime(value), MOMENT),
    )


def plain_date(value: date) -> SafeString:
    """Draw a calendar day, which has no zone."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, DAY))
