"""The frame around every page: header, menu, zone, messages, error pages."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership
from foundation.organisations.roles import PERMISSIONS, Permission
from foundation.ui import menu as menus
from foundation.ui.menu import MenuItem, menu_for
from foundation.ui.middleware import TimeZoneMiddleware, zone_of
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def request_of(membership: Membership | None = None, path: str = "/accounts/profile/", **headers: str) -> Any:
    """Return a request as views get it."""
    request: Any = RequestFactory().get(path, headers=headers)
    request.htmx = HtmxDetails(request)
    request.actor = member(membership) if membership else None
    request.user = membership.user if membership else UserFactory.build()
    request.session = {}
    request._messages = CookieStorage(request)
    return request


def page(membership: Membership | None = None, template: str = "base.html", **context: Any) -> str:
    """Return the HTML of a page."""
    request = request_of(membership)
    for text in context.pop("said", ()):
        messages.error(request, text)
    return render(request, template, context).content.decode()


@pytest.fixture
def own_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A menu with three items, one of them for those who may."""
    monkeypatch.setattr(menus, "_items", [])
    PERMISSIONS["test.frame"] = Permission("test.frame", frozenset(), frozenset())
    menus.register(MenuItem("Notices", "notices", "alert", order=2))
    menus.register(MenuItem("Home", "home", "home", order=1))
    menus.register(MenuItem("Profile", "account_profile", "person", permission="test.frame", order=3))
    yield
    del PERMISSIONS["test.frame"]


def test_the_menu_is_in_order_and_only_for_those_who_may(own_menu: None) -> None:
    """What one may not open is not there."""
    nobody, somebody = Actor(None, None), Actor(None, None, permissions=frozenset({"test.frame"}))
    assert [entry.label for entry in menu_for(nobody, "/")] == ["Home", "Notices"]
    assert [entry.label for entry in menu_for(somebody, "/")] == ["Home", "Notices", "Profile"]
    assert menu_for(None, "/") == ()


def test_the_menu_tells_where_one_is(own_menu: None) -> None:
    """On the page itself, or below it; the home page is not above everything."""
    found = {
        path: [e.current for e in menu_for(Actor(None, None), path)]
        for path in ("/", "/notices/", "/notices/7/", "/x/")
    }
    assert found == {"/": ["page", ""], "/notices/": ["", "page"], "/notices/7/": ["", "true"], "/x/": ["", ""]}


def test_an_address_is_in_the_menu_once(own_menu: None) -> None:
    """Two floors cannot add the same page."""
    with pytest.raises(ValueError, match="notices"):
        menus.register(MenuItem("Again", "notices", "alert"))


def test_a_page_has_its_landmarks_and_a_way_past_the_menu(own_menu: None) -> None:
    """Header, navigation called Dashboard, main; the first link leads to main."""
    html = page(MembershipFactory.create(), title="Customers")
    assert html.index('href="#main"') < html.index("<header") < html.index("<nav") < html.index("<main")
    assert re.search(r'<h2 class="menu-title" id="menu-title">Dashboard</h2>', html)
    assert "<title>Customers · Partner Center</title>" in html
    assert re.search(r"<h1>\s*Customers\s*</h1>", html)


def test_strangers_get_no_menu_and_no_account(own_menu: None) -> None:
    """There is nothing to choose from."""
    request = request_of()
    request.user = type("Anonymous", (), {"is_authenticated": False})()
    html = render(request, "base.html", {"title": "Sign in"}).content.decode()
    assert "app-menu" not in html
    assert "Sign out" not in html


def test_several_organisations_can_be_switched_by_a_form() -> None:
    """One has nothing to switch."""
    first: Membership = MembershipFactory.create()
    second: Membership = MembershipFactory.create(user=first.user)
    request = request_of(first)
    assert 'name="tenant"' not in render(request, "base.html").content.decode()
    request.actor = member(first, memberships=(first, second))
    html = render(request, "base.html").content.decode()
    assert re.findall(r'name="tenant"\s+value="([^"]+)"\s+(aria-current="true")?', html) == [
        (str(first.tenant_id), 'aria-current="true"'),
        (str(second.tenant_id), ""),
    ]
    assert 'action="/accounts/organisation/"' in html


@pytest.mark.parametrize(("unread", "shown"), [(0, None), (3, "3"), (100, "99+")])
def test_the_bell_counts_unread_notices(unread: int, shown: str | None) -> None:
    """Up to 99."""
    membership: Membership = MembershipFactory.create()
    now = datetime(2026, 11, 21, tzinfo=UTC)
    Notification.objects.bulk_create(
        Notification(user=membership.user, tenant=membership.tenant, kind="test", created_at=now, read_at=read)
        for read in [*[None] * unread, now]
    )
    html = page(membership)
    found = re.search(r'<span class="count"\s+aria-hidden="true">([^<]+)</span>', html)
    assert (found[1] if found else None) == shown


def test_messages_are_drawn_with_their_kind() -> None:
    """And as text, whatever is in them."""
    html = page(None, said=["<b>No</b>"])
    assert 'data-message="error"' in html
    assert "&lt;b&gt;No&lt;/b&gt;" in html
    assert '<div role="alert"></div>' in html
    assert '<div role="status"></div>' in html


def test_the_title_tells_of_errors_first() -> None:
    """It is the first thing that is read out."""
    form = type("Form", (), {"errors": {"name": ["required"]}})()
    assert "<title>Error: New customer · Partner Center</title>" in page(None, title="New customer", form=form)


def test_htmx_runs_no_script_from_answers_and_keeps_no_pages() -> None:
    """As the content policy and shared machines ask for; refusals are shown, faults are not."""
    found = re.search(r"name=\"htmx-config\"\s+content='([^']+)'", page(None))
    assert found
    config = json.loads(found[1])
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["historyCacheSize"] == 0
    shown = [each["code"] for each in config["responseHandling"] if each["swap"]]
    assert all(any(re.fullmatch(code, status) for code in shown) for status in ("200", "400", "403", "409"))
    assert not any(re.fullmatch(code, status) for code in shown for status in ("404", "500"))


@pytest.mark.parametrize(
    ("chosen", "cookie", "zone"),
    [
        ("Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"),
        ("", "Europe/Berlin", "Europe/Berlin"),
        ("", "", "UTC"),
        ("", "../../etc/passwd", "UTC"),
        ("", "America", "UTC"),
        ("Mars/Base", "Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_the_zone_is_the_chosen_one_else_the_browsers(chosen: str, cookie: str, zone: str) -> None:
    """A name that is none is left out, and opens no file."""
    request = RequestFactory().get("/")
    request.COOKIES["tz"] = cookie
    request.user = UserFactory.build(time_zone=chosen)
    assert zone_of(request) == zone


def test_the_zone_ends_with_the_request() -> None:
    """The next reader has another."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = RequestFactory().get("/")
    request.user = UserFactory.build(time_zone="Asia/Tokyo")
    assert TimeZoneMiddleware(answer)(request).content == b"Asia/Tokyo"
    assert timezone.get_current_timezone_name() == "UTC"


def test_what_is_not_there_gets_a_page(client: Client) -> None:
    """In the portal's frame."""
    client.force_login(MembershipFactory.create().user)
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("template", ["403.html", "404.html", "409.html"])
def test_a_part_of_a_page_gets_a_note_for_an_error(template: str) -> None:
    """Not a page within the page."""
    html = render(request_of(MembershipFactory.create(), **{"HX-Request": "true"}), template).content.decode()
    assert "<html" not in html
    assert 'role="alert"' in html


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_pages_for_faults_ask_nothing(template: str, django_assert_num_queries: Any) -> None:
    """Neither the database nor the request: either may be what is wrong."""
    with django_assert_num_queries(0):
        html = get_template(template).render()
    assert "<h1>" in html
    assert "Nothing was changed" in html or "completely or not at all" in html


def test_a_form_without_its_token_gets_an_explanation() -> None:
    """And nothing happens."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(MembershipFactory.create().user)
    response = client.post("/accounts/organisation/", {"tenant": "x"})
    assert response.status_code == 403
    assert "Please send the form again" in response.content.decode()
