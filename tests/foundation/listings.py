"""A list to try the machinery with, and requests for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponseBase
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from foundation.access import PortalRequest
from foundation.lists import Choice, Column, Empty, List, list_page, per_row
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Tenant
from foundation.ui.actions import Action
from foundation.ui.states import badge
from tests.factories import MembershipFactory

PATH = "/tenants/"
READER = "Zzz, whose list it is"
"""Sorts last, so that each request's new reader does not move the pages."""


def lengths(actor: Actor, rows: Sequence[Tenant]) -> Mapping[Any, int]:
    """Give a column's values for many rows at once."""
    return {row.pk: len(row.name) for row in rows}


def actions(actor: Actor, row: Tenant) -> list[Action]:
    """Give one row's actions."""
    return [
        Action("View", f"/tenants/{row.primary_domain}/"),
        Action("Hide", f"/tenants/{row.primary_domain}/hide/", post=True),
        Action("Secret", "/secret/", permitted=False),
    ]


def listing(**changes: Any) -> List:
    """Return a list of all tenants, declared anew."""
    parts: dict[str, Any] = {
        "key": "tenants",
        "title": "Tenants",
        "queryset": lambda _actor: Tenant.objects.select_related("country"),
        "columns": [
            Column(
                "name", "Company", value=lambda row: row.name, link=lambda row: f"/{row.primary_domain}/", order="name"
            ),
            Column("domain", "Domain", value=lambda row: row.primary_domain),
            Column("cloud", "Cloud", value=lambda row: badge(row.cloud, row.get_cloud_display())),
            Column("length", "Letters", load=lengths, at_end=True),
            Column("since", "Since", value=lambda row: row.created_at, order="since"),
        ],
        "orders": {"name": ("name", "pk"), "since": ("-created_at", "-pk")},
        "default_order": "name",
        "filters": [
            Choice(
                "country",
                "Country",
                [("DE", "Germany"), ("FR", "France")],
                lambda rows, value: rows.filter(country=value),
            )
        ],
        "search": ("name", "primary_domain"),
        "row_actions": [per_row(actions)],
        "empty": Empty("No tenants yet", "They come by themselves."),
        "export_name": "Tenants",
    }
    return List(**(parts | changes))


def request_for(query: str = "", headers: Mapping[str, str] | None = None) -> PortalRequest:
    """Return a member's request for the list."""
    request: Any = RequestFactory().get(f"{PATH}?{query}", headers=headers)
    request.htmx = HtmxDetails(request)
    request.actor = member(MembershipFactory.create(tenant__name=READER))
    request.user = request.actor.user
    request.session = {}
    request._messages = CookieStorage(request)
    return request  # type: ignore[no-any-return]


def answer(query: str = "", listed: List | None = None, headers: Mapping[str, str] | None = None) -> HttpResponseBase:
    """Return the answer to a request for the list."""
    return list_page(request_for(query, headers), listed or listing())


def page(query: str = "", listed: List | None = None, headers: Mapping[str, str] | None = None) -> str:
    """Return the HTML of the answer."""
    response: Any = answer(query, listed, headers)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html
