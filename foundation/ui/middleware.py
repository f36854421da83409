"""In whose time zone times are shown."""

import zoneinfo
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "tz"
"""Cookie in which the browser tells its time zone; written by theme.js."""


@cache
def known_zones() -> frozenset[str]:
    """Return every time zone's name; a name from outside is looked up here before a file is opened for it."""
    return frozenset(zoneinfo.available_timezones())


def zone_of(request: HttpRequest) -> str:
    """Return the reader's time zone: the chosen one, else the browser's, else UTC."""
    chosen = request.user.time_zone if request.user.is_authenticated else ""
    wanted = (chosen, request.COOKIES.get(COOKIE, ""))
    return next((name for name in wanted if name and name in known_zones()), "UTC")


class TimeZoneMiddleware:
    """Show times in the reader's zone for the length of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return self.get_response(request)
