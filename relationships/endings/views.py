"""*Remove partnership*, from either side: what hangs on it, the end itself, taking it back, and handing over."""

from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.rules import Refusal, Refused
from foundation.ui.times import day_text
from relationships.endings import services
from relationships.endings.forms import EndForm, ReassignmentForm
from relationships.endings.impact import Answer, answers_for, weight_of
from relationships.endings.models import PartnershipEnding
from relationships.endings.rules import end_is_planned
from relationships.endings.successors import choices_for
from relationships.partnerships.models import Partnership


@member("partnerships.end")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_reseller(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let the provider end the partnership with a reseller."""
    return end(request, find(request, provider=request.actor.tenant_id, reseller=partner_id))


@member("partnerships.leave")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_provider(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let the reseller end the partnership with a provider."""
    return end(request, find(request, provider=partner_id, reseller=request.actor.tenant_id))


@member("partnerships.end")
@require_POST
def keep_reseller(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let the provider take back the end it has planned."""
    return take_back(request, find(request, provider=request.actor.tenant_id, reseller=partner_id))


@member("partnerships.leave")
@require_POST
def keep_provider(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let the reseller take back the end it has planned."""
    return take_back(request, find(request, provider=partner_id, reseller=request.actor.tenant_id))


@member("partnerships.end")
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let the provider choose who takes over what a reseller leaves, once the end is planned or there."""
    partnership = find(request, provider=request.actor.tenant_id, reseller=partner_id)
    now = clock.now()
    if request.method != "POST" and not (partnership.ended_at or getattr(partnership, "ends_at", None)):
        return redirect("reseller", partner_id=partner_id)
    form = ReassignmentForm(
        request.POST if request.method == "POST" else None,
        choices=choices_for(partnership, now),
        chosen=chosen_for(partnership),
    )
    if request.method != "POST":
        return reassignment_page(request, partnership, form)
    if not form.is_valid():
        return reassignment_page(request, partnership, form, status=400)
    try:
        services.choose_reassignment(
            actor=request.actor, now=now, partnership=partnership, reassignment=form.reassignment
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return reassignment_page(request, partnership, form, status=409)
    messages.success(request, _("Your choice is kept. This page shows what comes of it."))
    return redirect("reseller", partner_id=partner_id)


def find(request: PortalRequest, *, provider: UUID | None, reseller: UUID | None) -> Partnership:
    """Return the latest partnership of the two, with its planned end, or raise Http404."""
    mine = Partnership.objects.visible_to(request.actor).filter(provider=provider, reseller=reseller)
    planned = PartnershipEnding.objects.visible_to(request.actor).planned().filter(partnership=OuterRef("pk"))
    told = mine.with_planned_end().annotate(chosen=Subquery(planned.values("reassignment")))
    latest = told.select_related("provider__tenant", "reseller__tenant").order_by("-since")
    return get_object_or_404(latest[:1])


def chosen_for(partnership: Partnership) -> dict[str, str]:
    """Return who is chosen to take over once the planned end comes, by kind; nothing without one."""
    return getattr(partnership, "chosen", None) or {}


def end(request: PortalRequest, partnership: Partnership) -> HttpResponse:
    """Show what hangs on the partnership and ask; end it, or plan its end, when the form is sent."""
    now, actor = clock.now(), request.actor
    back = page_of(request, partnership)
    if request.method != "POST" and not may_be_ended(request, partnership):
        return redirect(back)
    answers = answers_for(actor, partnership, now)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        choices=choices_for(partnership, now) if is_provider(request, partnership) else {},
        chosen=chosen_for(partnership),
        other=services.other_side(partnership, actor.tenant_id),
        name_needed=services.is_much(weight_of(answers)),
    )
    if request.method != "POST":
        return end_page(request, partnership, answers, form)
    if not form.is_valid():
        return end_page(request, partnership, answers, form, status=400)
    try:
        ending = services.end_partnership(actor=actor, now=now, partnership=partnership, wish=form.wish)
    except Refused as refused:
        form.refuse(refused.refusals)
        return end_page(request, partnership, answers, form, status=409)
    messages.success(request, told(partnership, ending, request))
    return redirect(back)


def take_back(request: PortalRequest, partnership: Partnership) -> HttpResponse:
    """Take back the planned end. Raises Refused (409) when it is not one's own, or over."""
    endings = PartnershipEnding.objects.visible_to(request.actor).filter(partnership=partnership)
    latest = endings.order_by("-decided_at", "-pk").first()
    if latest is None:
        other = services.other_side(partnership, request.actor.tenant_id)
        raise Refused([Refusal(end_is_planned.code, {"other": other})])
    services.take_back_end(actor=request.actor, now=clock.now(), ending=latest)
    messages.success(request, _("The end is taken back: the partnership goes on. Both sides are told."))
    return redirect(page_of(request, partnership))


def may_be_ended(request: PortalRequest, partnership: Partnership) -> bool:
    """Say whether there is anything to ask: it has not ended, and no end is planned by one's own company."""
    planned_by: UUID | None = getattr(partnership, "end_planned_by", None)
    planned_here = planned_by is not None and planned_by == request.actor.tenant_id
    return partnership.ended_at is None and not planned_here


def is_provider(request: PortalRequest, partnership: Partnership) -> bool:
    """Say whether the reader is on the provider's side."""
    return bool(partnership.provider_id == request.actor.tenant_id)


def page_of(request: PortalRequest, partnership: Partnership) -> str:
    """Return the address of the other company's page."""
    if is_provider(request, partnership):
        return reverse("reseller", args=[partnership.reseller_id])
    return reverse("provider", args=[partnership.provider_id])


def told(partnership: Partnership, ending: PartnershipEnding, request: PortalRequest) -> str:
    """Return what is said after the form was taken."""
    other = services.other_side(partnership, request.actor.tenant_id)
    if ending.is_planned:
        text = _("The partnership with {other} ends on {day}. Both sides are told; you can take it back until then.")
        return text.format(other=other, day=day_text(localdate(ending.takes_effect_at)))
    return _("The partnership with {other} has ended. Both sides are told.").format(other=other)


def end_page(
    request: PortalRequest, partnership: Partnership, answers: list[Answer], form: EndForm, *, status: int = 200
) -> HttpResponse:
    """Draw the page that asks."""
    context = {
        "partnership": partnership,
        "other": services.other_side(partnership, request.actor.tenant_id),
        "is_provider": is_provider(request, partnership),
        "answers": answers,
        "form": form,
        "back": page_of(request, partnership),
        "title": _("Remove partnership"),
    }
    return render(request, "relationships/endings/end.html", context, status=status)


def reassignment_page(
    request: PortalRequest, partnership: Partnership, form: ReassignmentForm, *, status: int = 200
) -> HttpResponse:
    """Draw the page that asks who takes over."""
    context = {
        "partnership": partnership,
        "answers": [each for each in answers_for(request.actor, partnership, clock.now()) if each.kind.takeover],
        "form": form,
        "back": page_of(request, partnership),
        "title": _("Hand over to another reseller"),
    }
    return render(request, "relationships/endings/reassign.html", context, status=status)
