"""A person at a browser: goes to pages, and every page is checked with axe and for refusals of the content policy."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"


@dataclass
class Visitor:
    """One signed-in (or not) person in a browser context of their own."""

    context: BrowserContext
    base_url: str
    password: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open a page and listen for errors of script, policy and server."""
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(f"policy on {self.page.url}: {message.text}")

    def _watch(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def open(self, path: str) -> None:
        """Go to an address of the portal and check the page."""
        self.page.goto(path if path.startswith("http") else self.base_url + path)
        self.check()

    def sign_in(self, name: str, password: str = "", path: str = "/") -> None:
        """Sign in through the sign-in page, coming from `path`."""
        self.open(path)
        self.fill_sign_in(name, password)

    def fill_sign_in(self, name: str, password: str = "") -> None:
        """Sign in on the sign-in page that is open."""
        self.page.get_by_label("Sign-in name").fill(name)
        self.page.locator("input[name=password]").fill(password or self.password)
        self.press("Sign in")

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press the button called `name`, wait for what follows and check the page."""
        place = within or self.page
        place.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
        self.check()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow the link called `name` and check the page."""
        place = within or self.page
        place.get_by_role("link", name=name, exact=True).first.click()
        self.check()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Expect `text` somewhere on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        """Expect `text` nowhere on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def title_is(self, title: str) -> None:
        """Expect the page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def sees_in_frame(self, frame: str, text: str) -> None:
        """Expect `text` in the frame found by a selector."""
        expect(self.page.frame_locator(frame).get_by_text(text).first).to_be_visible()

    def confirm(self) -> None:
        """Say yes to the question that is being asked."""
        with self.page.expect_navigation():
            self.page.get_by_role("dialog").locator("[value=yes]").click()
        self.check()

    def second_tab(self, url: str) -> "Visitor":
        """Return the same person in another tab, at `url`."""
        other = Visitor(self.context, self.base_url, self.password)
        other.open(url)
        return other

    def reload_row(self, text: str) -> str:
        """Load the page again and return the words of the row that contains `text`."""
        self.page.reload()
        return self.row(text).inner_text()

    def wait_until(self, happened: Callable[[], bool], seconds: float = 20) -> None:
        """Ask until it has happened. Fails after so many seconds."""
        ends = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < ends, "It did not happen."
            time.sleep(0.5)

    def row(self, text: str) -> Locator:
        """Return the table row that contains `text`."""
        return self.page.get_by_role("row").filter(has_text=text).first

    def offer(self, name: str) -> Locator:
        """Return the offer called `name` in the catalogue to tick."""
        tick = self.page.get_by_role("checkbox", name=name, exact=True)
        return self.page.locator("[data-offer]").filter(has=tick)

    def check(self) -> None:
        """Expect no violation of accessibility, no refusal of the content policy and no server error."""
        self.page.wait_for_load_state("load")
        found = violations(self.page)
        assert not found, f"{self.page.url}: {found}"
        assert not self.complaints, self.complaints

    def fits_a_phone(self) -> None:
        """Expect the page to need no sideways scrolling at 360 pixels."""
        self.page.set_viewport_size({"width": 360, "height": 740})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.check()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        assert wide <= 0, f"{self.page.url} is {wide} px too wide for a phone"


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on the page, a line each.

    axe runs in an isolated world, which the page's content policy does not govern.
    """
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    script = AXE.read_text(encoding="utf-8")
    session.send("Runtime.evaluate", {"expression": script, "contextId": world})
    result = session.send(
        "Runtime.evaluate",
        {
            "expression": "axe.run(document, {iframes: false, preload: false}).then("
            "r => JSON.stringify(r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))))",
            "contextId": world,
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    assert "exceptionDetails" not in result, result
    found: list[str] = json.loads(result["result"]["value"])
    return found
