"""The local inbox, for the person who tries the portal on their own machine."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import public
from foundation.mail import inbox
from foundation.mail.preview import framed

SHOWN = 100
"""Mails on one page; older ones are found by searching."""


@public
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List the newest mails, or those with an address or subject that is searched for."""
    only_here(request)
    words = request.GET.get("q", "").strip()
    return _unstored(render(request, "inbox/list.html", {"mails": inbox.newest(SHOWN, words=words), "q": words}))


@public
@require_safe
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Show one mail."""
    only_here(request)
    return _unstored(render(request, "inbox/mail.html", {"mail": _opened(mail_id)}))


@public
@require_safe
def html(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Answer with the mail's HTML alone, for the frame on its page."""
    only_here(request)
    return framed(_opened(mail_id).html)


def only_here(request: HttpRequest) -> None:
    """Raise Http404 unless the inbox is open and the browser is on this machine, with no proxy between."""
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    if not (settings.INBOX_OPEN and direct and is_loopback(request.META.get("REMOTE_ADDR", ""))):
        raise Http404


def is_loopback(address: str) -> bool:
    """Say whether the address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _opened(mail_id: str) -> inbox.OpenedMail:
    found = inbox.opened(mail_id)
    if found is None:
        raise Http404
    return found


def _unstored(response: HttpResponse) -> HttpResponse:
    """Keep working links out of the browser's cache."""
    response["Cache-Control"] = "no-store"
    return response
