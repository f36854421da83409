"""Reading one's notices."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, no_membership, safe_next, signed_in
from foundation.notifications import services
from foundation.notifications.models import Notification
from foundation.notifications.querysets import NotificationQuerySet

PAGE = 50


@signed_in
@require_safe
def notices(request: PortalRequest) -> HttpResponse:
    """List one's notices in the tenant acted for, the newest first; `before` is the last notice of the page before."""
    if request.actor is None:
        return no_membership(request)
    mine = Notification.objects.visible_to(request.actor)
    page = list(_before(mine, request.GET.get("before", "")).order_by("-created_at", "-id")[: PAGE + 1])
    shown = {
        "notices": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "unread": mine.unread().exists(),
    }
    return render(request, "notifications/list.html", shown)


@signed_in
@require_POST
def read_all(request: PortalRequest) -> HttpResponse:
    """Mark all of one's notices read."""
    if request.actor is None:
        return no_membership(request)
    services.mark_read(actor=request.actor, now=clock.now())
    return redirect("notices")


@signed_in
@require_POST
def follow(request: PortalRequest, notice_id: int) -> HttpResponse:
    """Mark one notice read and go where it leads."""
    if request.actor is None:
        return no_membership(request)
    notice = get_object_or_404(Notification.objects.visible_to(request.actor), pk=notice_id)
    services.mark_read(actor=request.actor, now=clock.now(), notice=notice)
    return redirect(safe_next(request, notice.url) or settings.LOGIN_REDIRECT_URL)


def _before(mine: NotificationQuerySet, cursor: str) -> NotificationQuerySet:
    """Return what is older than the notice `cursor`, or everything for a cursor that is none of one's notices."""
    last = mine.filter(pk=cursor).first() if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else None
    if last is None:
        return mine
    return mine.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))
