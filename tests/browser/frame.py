"""Pages of nothing but the frame and its parts, served to a browser without a server, under the portal's own policy."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Route

from foundation.lists import Choice, Column, Empty, List
from foundation.lists.address import asked_of
from foundation.lists.drawing import DrawnList, Line, head
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Tenant
from foundation.ui.actions import Action, Confirm
from foundation.ui.menu import Entry
from foundation.users.models import User
from tests.architecture.house import ROOT
from tests.browser.visitor import violations

BASE = "http://127.0.0.1:1"
POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
)
USER = User(username="ada@provider.example", first_name="Ada", last_name="Berg")
TENANTS = [Tenant(name="Northlight Distribution", primary_domain="northlight.example"), Tenant(name="Southwind")]
MEMBERSHIPS = tuple(Membership(user=USER, tenant=tenant) for tenant in TENANTS)
ACTOR = Actor(USER, TENANTS[0], memberships=MEMBERSHIPS)
MENU = (
    Entry("Home", "/", "home", "", ()),
    Entry("Customers", "/customers/", "customers", "page", ()),
    Entry("Indirect resellers", "/resellers/", "resellers", "", ()),
)


@dataclass
class Frame:
    """A browser window, what it was answered with and what it sent."""

    context: BrowserContext
    pages: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Answer every request from here, and hear what the browser complains of."""
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = ROOT / "static" / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            route.fulfill(body=file.read_bytes(), content_type=kind)
            return
        self.sent.append(f"{route.request.method} {route.request.url.removeprefix(BASE)}")
        if path not in self.pages:
            route.abort()
            return
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=self.pages[path], status=self.statuses.get(path, 200), headers=headers)

    def shows(self, content: str = "", **context: Any) -> None:
        """Open a page with this content (template text) in the frame."""
        self.pages["/"] = drawn(content, **context)
        self.page.goto(BASE + "/")

    def is_sound(self) -> None:
        """Expect no script error, no refusal of the policy and nothing that axe finds."""
        assert not violations(self.page)
        assert not self.complaints


def drawn(content: str, **context: Any) -> str:
    """Return a page with this content in the frame."""
    block = Template("{% extends 'base.html' %}{% load ui %}{% block content %}" + content + "{% endblock %}")
    parts = {
        "title": "Customers",
        "actor": ACTOR,
        "user": USER,
        "menu": MENU,
        "csrf_token": "token",
        "unread_notices": 3,
    }
    return block.render(Context(parts | context))


def said(level: int, text: str) -> Message:
    """Return a message."""
    return Message(level, text)


SUCCESS, ERROR = constants.SUCCESS, constants.ERROR


def listed(query: str = "", names: tuple[str, ...] = ("Contoso", "Fabrikam")) -> DrawnList:
    """Return a drawn list with these rows."""
    listing = List(
        key="customers",
        title="Customers",
        queryset=_no_rows,
        columns=[
            Column("name", "Company name", value=str, order="name"),
            Column("domain", "Primary domain name", value=str),
        ],
        orders={"name": ("name", "pk")},
        default_order="name",
        empty=Empty("No customers yet"),
        search=("name",),
        filters=[Choice("country", "Country", [("DE", "Germany")], lambda rows, _value: rows)],
        export_name="Customers",
        expand=str,
    )
    asked = asked_of(listing, ACTOR, "/customers/", QueryDict(query))
    menu = [
        Action("Remove", "/remove/", post=True, confirm=Confirm("It goes.", "Remove it?", "Yes, remove", danger=True))
    ]
    lines = [
        Line(
            name, name, [("", name), ('data-label="Primary domain name"', f"{name}.example")], [], menu, f"/row/{name}/"
        )
        for name in names
    ]
    pager = {"first": "", "previous": "", "next": asked.url(after="x"), "last": asked.url(last="1")}
    heads = [head(listing, asked, column) for column in listing.columns]
    return DrawnList(listing, asked, heads, lines, "1,000+", pager, has_actions=True)


def part(drawn_list: DrawnList) -> str:
    """Return the part of a list that HTMX asks for."""
    return render_to_string("lists/results.html", {"list": drawn_list, "is_part": True})


def _no_rows(actor: Actor) -> Any:
    raise AssertionError("The rows are made by hand here.")


Opened = Callable[..., Frame]
