"""Reading one's notices."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import SignedInRequest, no_membership, safe_next, signed_in
from foundation.lists.keyset import Place, read_page
from foundation.notifications import services
from foundation.notifications.models import Notification

PAGE = 50


@signed_in
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """List one's notices in the tenant acted for, the newest first."""
    if request.actor is None:
        return no_membership(request)
    place = Place(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    page = read_page(Notification.objects.visible_to(request.actor), ("-created_at", "-id"), place, PAGE)
    return render(request, "notifications/list.html", {"page": page})


@signed_in
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark all of one's notices read."""
    if request.actor is None:
        return no_membership(request)
    services.mark_read(actor=request.actor, now=clock.now())
    return redirect("notices")


@signed_in
@require_POST
def follow(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """Mark one notice read and go where it leads."""
    if request.actor is None:
        return no_membership(request)
    notice = get_object_or_404(Notification.objects.visible_to(request.actor), pk=notice_id)
    services.mark_read(actor=request.actor, now=clock.now(), notice=notice)
    return redirect(safe_next(request, notice.url) or "notices")
