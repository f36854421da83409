"""The small parts of pages: icons, times, states, actions, refusals, tabs, steps."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from foundation.organisations.actor import Actor
from foundation.organisations.roles import PERMISSIONS, Permission
from foundation.rules import REGISTRY, Refusal, rule
from foundation.ui.actions import Action
from foundation.ui.navigation import Step, Tab
from foundation.ui.sprite import SPRITE, icon_names
from foundation.ui.states import badge
from foundation.ui.times import local_time
from tests.architecture.house import ROOT, all_sources, templates

MOMENT = datetime(2026, 11, 21, 23, 5, tzinfo=UTC)
ICON_TAG = re.compile(r"{%\s*icon\s+\"([\w-]+)\"")
ICON_WORD = re.compile(r"\bicon(?:_name)?=\"([\w-]+)\"")


def drawn(text: str, **context: Any) -> str:
    """Return what a template draws."""
    return Template("{% load ui %}" + text).render(Context(context)).strip()


@pytest.fixture
def refusal() -> Iterator[Refusal]:
    """A refusal by a rule of its own."""
    declare = rule("TEST-PART", statement="s", source="t", refusal="{shop} is <closed>.", remedy="Come back tomorrow.")
    declare(lambda _facts: None)
    yield Refusal("TEST-PART", {"shop": "The shop"})
    del REGISTRY["TEST-PART"]


@pytest.fixture
def permission() -> Iterator[str]:
    """A permission of its own."""
    PERMISSIONS["test.part"] = Permission("test.part", frozenset(), frozenset())
    yield "test.part"
    del PERMISSIONS["test.part"]


def test_the_sprite_holds_exactly_the_listed_icons() -> None:
    """icons.txt and the sprite were cut together."""
    assert re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")) == list(icon_names())


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    """In templates and in declarations."""
    asked = {(path.name, name) for path in templates() for name in ICON_TAG.findall(path.read_text(encoding="utf-8"))}
    for path in [*templates(), *all_sources()]:
        asked |= {(path.name, name) for name in ICON_WORD.findall(path.read_text(encoding="utf-8"))}
    assert not sorted((where, name) for where, name in asked if name not in icon_names())


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    """A picture beside words says nothing more."""
    assert 'aria-hidden="true"' in drawn('{% icon "add" %}')
    assert 'role="img" aria-label="New"' in drawn('{% icon "add" label="New" %}')


def test_an_unknown_icon_is_an_error() -> None:
    """Not an empty square that nobody notices."""
    with pytest.raises(ValueError, match="no icon nonsense"):
        drawn('{% icon "nonsense" %}')


def test_times_are_in_the_readers_zone_with_utc_on_hover() -> None:
    """The next day already in Tokyo."""
    with timezone.override("Asia/Tokyo"):
        html = drawn("{% local_time moment %}", moment=MOMENT)
    assert html == '<time datetime="2026-11-21T23:05:00Z" title="21 Nov 2026, 23:05 UTC">22 Nov 2026, 08:05</time>'


def test_days_have_no_zone() -> None:
    """A day stays that day."""
    with timezone.override("Asia/Tokyo"):
        assert drawn("{% plain_date day %}", day=date(2026, 3, 1)) == '<time datetime="2026-03-01">1 Mar 2026</time>'


def test_no_time_is_a_dash() -> None:
    """Not the word None."""
    assert "–" in drawn("{% local_time none %}{% plain_date none %}", none=None)


def test_months_are_in_the_readers_language() -> None:
    """By Django's own words."""
    with translation.override("pl"):
        assert "Lis" in local_time(MOMENT)


def test_a_state_is_a_word_first() -> None:
    """Its colour follows from its value; unknown values are neutral; what is said is escaped."""
    assert drawn('{% badge "failed" "Not delivered" %}') == '<span class="state state-danger">Not delivered</span>'
    assert 'state-neutral">Withdrawn<' in drawn('{% badge "withdrawn" "Withdrawn" %}')
    assert "&lt;b&gt;" in drawn('{% badge "x" label %}', label="<b>")
    assert str(badge("active", "Active")) == "Active"


def test_an_action_is_a_link_or_a_form() -> None:
    """A form carries the token; what asks first carries its question."""
    link = drawn('{% action "Add" "/add/" icon="add" kind="primary" %}')
    assert re.search(r'<a class="btn btn-primary"\s+href="/add/">', link)
    form = drawn('{% action "Go" "/go/" method="post" confirm="All?" danger=True %}', csrf_token="secret")
    assert re.search(r'<form class="action"\s+method="post"\s+action="/go/"\s+data-confirm="All\?"', form)
    assert "data-confirm-danger" in form
    assert 'value="secret"' in form


def test_an_action_without_the_permission_is_not_drawn(permission: str) -> None:
    """Nor for somebody without a membership."""
    tag = '{% action "Add" "/add/" permission=permission %}'
    assert drawn(tag, permission=permission, actor=None) == ""
    assert drawn(tag, permission=permission, actor=Actor(None, None)) == ""
    assert "/add/" in drawn(tag, permission=permission, actor=Actor(None, None, permissions=frozenset({permission})))


def test_a_refused_action_is_drawn_disabled_with_reason_and_remedy(refusal: Refusal) -> None:
    """Reachable by keyboard, tied to its explanation, and leading nowhere."""
    html = drawn('{% action "Order" "/order/" refusals=why %}', why=[refusal])
    button = re.search(r'<button type="button"[^>]*aria-disabled="true"[^>]*aria-describedby="([^"]+)"', html)
    assert button
    assert f'<div class="why" id="{button[1]}">' in html
    assert "The shop is &lt;closed&gt;." in html
    assert "Come back tomorrow." in html
    assert "/order/" not in html


def test_two_refused_actions_have_explanations_of_their_own(refusal: Refusal) -> None:
    """Ids on a page are unique."""
    html = drawn(
        "{% for each in actions %}{% draw each %}{% endfor %}",
        actions=[Action("Order", url, refusals=[refusal]) for url in ("/1/", "/2/")],
    )
    assert len(set(re.findall(r'id="(why-[^"]+)"', html))) == 2


def test_steps_tell_where_one_is() -> None:
    """Steps that are done can be gone back to."""
    steps = [Step("First", "/1/", is_done=True), Step("Second", "/2/", is_current=True), Step("Third")]
    html = drawn('{% include "ui/steps.html" %}', steps=steps)
    assert html.count("aria-current") == 1
    assert '<a href="/1/">First</a>' in html
    assert '<a href="/2/">' not in html


def test_tabs_tell_which_is_open() -> None:
    """With their counts."""
    tabs = [Tab("All", "/all/", is_current=True), Tab("New", "/new/", count=0)]
    html = drawn('{% include "ui/tabs.html" with label="Requests" %}', tabs=tabs)
    assert '<a href="/all/" aria-current="page">All</a>' in html
    assert '<span class="count">0</span>' in html


def test_vendored_files_ask_for_no_file_that_is_not_there() -> None:
    """A source map that is missing would stop the collecting of static files."""
    for path in (ROOT / "static" / "vendor").glob("*.min.*"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
