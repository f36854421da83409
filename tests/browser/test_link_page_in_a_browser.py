"""Every way in which somebody may come by the link of a request, in a real browser: readable, operable, on a phone too.

The rows are those of `tests/relationships/test_j2_table.py`, which proves what each page says and where it leads.
"""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser

from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.requests.links import path_of
from relationships.requests.models import PartnershipRequest
from tests.browser.frame import BASE, Frame
from tests.relationships.conftest import at_now, provider
from tests.relationships.j2_table import CASES, Case

__all__ = ["at_now", "provider"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def frame(browser: Browser, django_db_setup: None) -> Iterator[Frame]:
    """A browser window. The connection that the tests open beside Playwright's loop is closed with it."""
    context = browser.new_context(locale="en-GB")
    yield Frame(context)
    context.close()
    connections.close_all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_says_what_happened_to_everybody(
    case: Case,
    provider: Partner,
    client: Client,
    frame: Frame,
) -> None:
    """Status and heading, nothing axe finds, nothing the policy refuses, no sideways scrolling on a phone."""
    visit = case.prepare(provider)
    path = visit.path or path_of(visit.request)
    if isinstance(visit.user, User):
        client.force_login(visit.user, backend=BACKEND)
    before = list(PartnershipRequest.objects.values("state", "partnership"))
    answer = client.get(path)
    assert answer.status_code == case.status
    assert list(PartnershipRequest.objects.values("state", "partnership")) == before
    frame.pages[path], frame.statuses[path] = answer.content.decode(), answer.status_code
    frame.pages[f"{path}viewed/"], frame.statuses[f"{path}viewed/"] = "", 204
    frame.page.set_viewport_size({"width": 1280, "height": 900})
    frame.page.goto(BASE + path)
    assert case.heading in frame.page.get_by_role("heading", level=1).inner_text()
    frame.is_sound()
    frame.page.set_viewport_size({"width": 360, "height": 740})
    assert frame.page.evaluate("document.documentElement.scrollWidth") <= 360
