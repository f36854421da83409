"""Filters of the operators' lists that ask the database for nothing but the rows themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.rules import Text

MONTHS_OFFERED = 13


def by_end(field: str, title: Text, *, open_: Text, ended: Text) -> type[SimpleListFilter]:
    """Return a filter for rows that are open (`field` is empty) or have ended."""

    class ByEnd(SimpleListFilter):
        """Open or ended."""

        parameter_name = f"{field}_set"

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
            return [("no", open_), ("yes", ended)]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
            if self.value() not in ("no", "yes"):
                return queryset
            return queryset.filter(**{f"{field}__isnull": self.value() == "no"})

    ByEnd.title = title  # type: ignore[assignment]  # django's stubs want a plain string
    return ByEnd


def by_month(field: str, title: Text) -> type[SimpleListFilter]:
    """Return a filter for one of the last thirteen months, or earlier; the calendar offers them."""

    class ByMonth(SimpleListFilter):
        """One month."""

        parameter_name = f"{field}_month"

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
            months = last_months(clock.now())
            named = [(f"{month:%Y-%m}", formats.date_format(month, "YEAR_MONTH_FORMAT")) for month in months]
            return [*named, ("earlier", _("Earlier"))]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
            months = {f"{month:%Y-%m}": month for month in last_months(clock.now())}
            if self.value() == "earlier":
                return queryset.filter(**{f"{field}__lt": min(months.values())})
            if chosen := months.get(self.value() or ""):
                return queryset.filter(**{f"{field}__gte": chosen, f"{field}__lt": next_month(chosen)})
            return queryset

    ByMonth.title = title  # type: ignore[assignment]
    return ByMonth


def by_choice(
    parameter: str, title: Text, choices: Callable[[HttpRequest], list[tuple[str, Text]]]
) -> type[SimpleListFilter]:
    """Return a filter for one value of the column `parameter`, out of `choices`."""

    class ByChoice(SimpleListFilter):
        """One value."""

        parameter_name = parameter

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
            return choices(request)

        def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
            return queryset.filter(**{parameter: self.value()}) if self.value() else queryset

    ByChoice.title = title  # type: ignore[assignment]
    return ByChoice


def last_months(now: datetime) -> list[datetime]:
    """Return the first moments of this month and the twelve before, newest first, in the reader's time zone."""
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = [first]
    while len(months) < MONTHS_OFFERED:
        last = months[-1]
        months.append(last.replace(year=last.year - (last.month == 1), month=last.month - 1 or 12))
    return months


def next_month(month: datetime) -> datetime:
    """Return the first moment of the month after this one."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
