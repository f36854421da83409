"""What the page *Reseller performance* shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format

from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Text
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme
from relationships.partnerships.models import Partnership
from subscriptions.performance.anniversaries import next_anniversary
from subscriptions.performance.chart import Chart, draw
from subscriptions.performance.months import MEASURES, Measure, Trade, months_until
from subscriptions.performance.revenue import revenue_of
from subscriptions.performance.rules import NOTICE_DAYS, Turnover, is_above_the_floor
from subscriptions.subscriptions.models import Subscription

TOP = 10
CHARTED = ("total", "active", "transacting")


@dataclass(frozen=True)
class Figure:
    """A month's number with the address of the rows behind it."""

    month: str
    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """A measure with its figure of each month."""

    measure: Measure
    figures: tuple[Figure, ...]

    @property
    def latest(self) -> Figure:
        """The present month's figure."""
        return self.figures[-1]


@dataclass(frozen=True)
class AtRisk:
    """A reseller below the revenue floor with an anniversary within the notice time, or one that has lapsed.

    `with_you` is this provider's part of its revenue; what others have sold is not told.
    """

    name: str
    url: str
    day: date
    with_you: Decimal
    has_lapsed: bool


def month_label(month: date) -> str:
    """Return a month as people write it."""
    return date_format(month, "M Y")


def rows_url(measure: str, month: date) -> str:
    """Return the address of the resellers behind a figure."""
    return f"{reverse('performance_rows')}?{urlencode({'measure': measure, 'month': f'{month:%Y-%m}'})}"


def lines_of(trade: Trade, now: datetime) -> list[Line]:
    """Return every measure, month by month."""
    months = months_until(now)
    return [
        Line(
            measure,
            tuple(
                Figure(month_label(month), len(measure.resellers(trade, month)), rows_url(measure.key, month))
                for month in months
            ),
        )
        for measure in MEASURES.values()
    ]


def by_month(lines: list[Line]) -> list[tuple[str, list[tuple[Measure, Figure]]]]:
    """Return the same figures as rows of a table: each month, the latest first, with its figure of every measure."""
    months = zip(*(line.figures for line in lines), strict=True)
    rows = [(figures[0].month, list(zip(MEASURES.values(), figures, strict=True))) for figures in months]
    return rows[::-1]


def chart_of(lines: list[Line], now: datetime) -> Chart:
    """Return the chart of those measures that are charted."""
    charted: list[tuple[str, Text, list[int]]] = [
        (line.measure.key, line.measure.label, [figure.count for figure in line.figures])
        for line in lines
        if line.measure.key in CHARTED
    ]
    return draw([date_format(month, "M") for month in months_until(now)], charted)


def top_resellers(actor: Actor) -> list[dict[str, Any]]:
    """Return the resellers with the most subscriptions sold, each with its number."""
    sold = Subscription.objects.visible_to(actor).filter(seller=actor.tenant_id, reseller__isnull=False)
    counted = sold.values("reseller", "reseller__name")
    return [
        {
            "name": row["reseller__name"],
            "count": row["count"],
            "url": reverse("reseller_subscriptions", kwargs={"partner_id": row["reseller"]}),
        }
        for row in counted.annotate(count=Count("pk")).order_by("-count", "reseller__sort_name")[:TOP]
    ]


def at_risk(actor: Actor, now: datetime) -> list[AtRisk]:
    """Return the provider's resellers that are about to lose their authorisation, or have lost it (R25)."""
    today, soon = now.date(), now.date() + timedelta(days=NOTICE_DAYS)
    present = Partnership.objects.visible_to(actor).open().filter(provider=actor.tenant_id).values("reseller")
    rows = Enrolment.objects.filter(
        partner__in=present,
        programme=Programme.INDIRECT_RESELLER,
        state=Enrolment.State.ACTIVE,
        activated_at__isnull=False,
    ).select_related("partner")
    lapsed: dict[UUID, date] = {}
    near: dict[UUID, date] = {}
    names: dict[UUID, Partner] = {}
    for row in rows:
        names[row.partner_id] = row.partner
        if row.lapsed_until and row.lapsed_until > today:
            lapsed[row.partner_id] = row.lapsed_until
        elif row.activated_at and (day := next_anniversary(row.activated_at.date(), today)) <= soon:
            near[row.partner_id] = day
    whole = revenue_of(near, today)
    below = {key: day for key, day in near.items() if floor_refusal(names[key], whole[key], day)}
    own = revenue_of([*lapsed, *below], today, seller_id=actor.tenant_id)
    found = [
        AtRisk(names[key].name, reverse("reseller", kwargs={"partner_id": key}), day, own[key], key in lapsed)
        for key, day in {**lapsed, **below}.items()
    ]
    return sorted(found, key=lambda each: (each.day, each.name.casefold()))


def floor_refusal(partner: Partner, revenue: Decimal, day: date) -> Refusal | None:
    """Return what the revenue floor says of this revenue."""
    return is_above_the_floor.check(Turnover(partner.name, revenue, day.isoformat()))
