"""Times and dates as a reader sees them.

Written out here and not by Django's date_format, which takes forty times as long: a list draws dozens of them.
"""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def day_text(value: date) -> str:
    """Return a day as "21 Nov 2026", in the reader's language."""
    # Translators: how a date is written, for example 21 Nov 2026.
    return _("{day} {month} {year}").format(
        day=value.day, month=str(MONTHS_3[value.month]).capitalize(), year=value.year
    )


def moment_text(value: datetime) -> str:
    """Return a moment as "21 Nov 2026, 09:05", in the zone that it carries."""
    return f"{day_text(value)}, {value:%H:%M}"


def local_time(value: datetime) -> SafeString:
    """Draw an aware moment in the reader's zone, with UTC on hover."""
    in_utc = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        in_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        moment_text(in_utc),
        moment_text(timezone.localtime(value)),
    )


def plain_date(value: date) -> SafeString:
    """Draw a calendar day, which has no zone."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value))
