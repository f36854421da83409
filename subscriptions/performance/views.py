"""*Reseller performance* and the rows behind its figures."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from relationships.partnerships.models import Partnership
from subscriptions.performance.lists import BEHIND_A_FIGURE, RESELLER_SUBSCRIPTIONS, of_reseller, rows_of
from subscriptions.performance.months import MEASURES, months_until, trade_of
from subscriptions.performance.page import at_risk, by_month, chart_of, lines_of, month_label, top_resellers
from subscriptions.performance.rules import FLOOR_USD, NOTICE_DAYS


@member("performance.view")
@require_safe
def performance(request: PortalRequest) -> HttpResponse:
    """Show a provider how its resellers do."""
    now = clock.now()
    lines = lines_of(trade_of(request.actor, now), now)
    context = {
        "lines": lines,
        "months": by_month(lines),
        "chart": chart_of(lines, now),
        "top": top_resellers(request.actor),
        "at_risk": at_risk(request.actor, now),
        "floor": FLOOR_USD,
        "notice_days": NOTICE_DAYS,
        "title": _("Reseller performance"),
    }
    return render(request, "subscriptions/performance/page.html", context)


@member("performance.view")
@require_safe
def rows(request: PortalRequest) -> HttpResponseBase:
    """List the resellers behind a figure: `measure` and `month` (2026-03); what is not understood is the first."""
    now = clock.now()
    measure = MEASURES.get(request.GET.get("measure", ""), MEASURES["total"])
    month = month_asked(request.GET.get("month", ""), months_until(now))
    wanted = measure.resellers(trade_of(request.actor, now), month)
    title = _("{measure}, {month}").format(measure=measure.label, month=month_label(month))
    return list_page(
        request,
        BEHIND_A_FIGURE,
        template="subscriptions/performance/rows.html",
        context={"title": title, "meaning": measure.meaning},
        rows=rows_of(request.actor).filter(reseller__in=wanted),
    )


@member("subscriptions.view")
@require_safe
def reseller_subscriptions(request: PortalRequest, partner_id: UUID) -> HttpResponseBase:
    """List what was sold with one reseller for incentives."""
    actor = request.actor
    mine = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id, reseller=partner_id)
    partnership = get_object_or_404(mine.select_related("reseller").order_by("-since")[:1])
    return list_page(
        request,
        RESELLER_SUBSCRIPTIONS,
        template="subscriptions/performance/reseller.html",
        context={"title": _("Subscriptions of {reseller}").format(reseller=partnership.reseller.name)},
        rows=of_reseller(actor, partner_id),
    )


def month_asked(text: str, offered: list[date]) -> date:
    """Return the month named as 2026-03, or the latest."""
    return next((month for month in offered if f"{month:%Y-%m}" == text), offered[-1])
