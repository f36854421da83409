"""One running portal for all journeys, started as a newcomer starts it, and browsers to visit it with."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.visitor import Visitor
from tests.portal import Portal, running_portal

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The portal, in a folder of its own, with its demo data and its local inbox."""
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once. Its loop runs in this thread, where Django would refuse to ask the database otherwise."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: install it, or name it in CHROMIUM."
    running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def visit(browser: Browser, portal: Portal) -> Callable[[], Visitor]:
    """Return a function that opens a browser window of its own for a new visitor."""

    def new_visitor() -> Visitor:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/Berlin"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(15_000)
        return Visitor(context, portal.url, portal.password)

    return new_visitor
