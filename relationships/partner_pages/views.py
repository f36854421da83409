"""The part of a partner's page that tells what has happened; loaded after the page, or a page of its own."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from foundation.access import PortalRequest
from relationships.partner_pages.timeline import MOST, SHOWN, history
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest


def history_page(
    request: PortalRequest,
    partnership: Partnership,
    *,
    company: Partner,
    url_name: str,
    requests: Iterable[PartnershipRequest] | None = None,
) -> HttpResponse:
    """Draw the latest events for HTMX, else a page of more; `requests` are shown where they are the reader's own."""
    shown = SHOWN if request.htmx else MOST
    events = history(request.actor, partnership, limit=shown + 1)
    context = {
        "company": company,
        "url_name": url_name,
        "requests": requests,
        "events": events[:shown],
        "has_more": len(events) > shown,
        "most": MOST,
        "title": _("History with {name}").format(name=company.name),
    }
    template = "relationships/partner_pages/history.html" if request.htmx else "relationships/partner_pages/page.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
