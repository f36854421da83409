"""Answering with a list: the page, the part of it that changes, or the file."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import push_url, replace_url

from foundation.access import PortalRequest
from foundation.lists.address import asked_of, narrowed
from foundation.lists.declaration import List
from foundation.lists.drawing import DrawnList, draw
from foundation.lists.export import export


def list_page(
    request: PortalRequest,
    listing: List,
    *,
    template: str = "lists/page.html",
    context: Mapping[str, Any] | None = None,
    rows: QuerySet[Any] | None = None,
) -> HttpResponseBase:
    """Answer a request for a list.

    `template` includes `lists/list.html` and finds the list as `list`, its title as `title`. `rows` replaces the
    declaration's queryset where the address names what the list belongs to; they too come from `visible_to(actor)`.
    """
    actor = request.actor
    asked = asked_of(listing, actor, request.path, request.GET)
    found = narrowed(listing, asked, listing.queryset(actor) if rows is None else rows)
    if listing.export_name and request.GET.get("export") == "csv":
        return export(listing, asked, found)
    shown = draw(listing, asked, found)
    if request.htmx and request.htmx.target == shown.id:
        response = _part(request, shown)
    else:
        response = render(request, template, {"list": shown, "title": listing.title, **(context or {})})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _part(request: PortalRequest, shown: DrawnList) -> HttpResponse:
    """Answer with the part that changes; the browser shows the address that gives the same on its own."""
    response = render(request, "lists/results.html", {"list": shown, "is_part": True})
    patch_cache_control(response, no_store=True)
    place = {name: shown.asked.params.get(name, "") for name in ("after", "before", "last")}
    tell = replace_url if request.htmx.trigger == shown.form_id else push_url
    return tell(response, shown.asked.url(**place))
