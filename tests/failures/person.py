"""A person with a browser reduced to what forms need: cookies, the CSRF token, redirects."""

import re
import time
from collections.abc import Callable
from html import unescape
from http.cookiejar import CookieJar
from typing import TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

T = TypeVar("T")

TIMEOUT = 60.0
"""Seconds after which an answer counts as none at all."""


class Person:
    """Somebody who opens pages and sends forms; `page` and `url` are those of the last answer, redirects followed."""

    def __init__(self, portal_url: str) -> None:
        self.portal_url = portal_url
        self.cookies = CookieJar()
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.cookies))
        self.page = ""
        self.url = ""

    def open(self, path: str) -> None:
        """Go to a page of the portal."""
        self._ask(Request(self._whole(path)))

    def submit(self, path: str = "", **fields: str) -> None:
        """Send a form to an address of the portal; without one, to the page's own."""
        self._ask(Request(self._whole(path or self.url), urlencode(fields | self._token()).encode()))

    def sign_in(self, name: str, password: str) -> None:
        """Sign in through the sign-in page."""
        self.open("/accounts/login/")
        self.submit(login=name, password=password)
        assert "/accounts/login/" not in self.url, self.page

    def hidden(self, name: str) -> str:
        """Return what a hidden field of the page holds."""
        for field in re.findall(r"<input[^>]*>", self.page):
            if 'type="hidden"' in field and f'name="{name}"' in field:
                found = re.search(r'value="([^"]*)"', field)
                return unescape(found[1]) if found else ""
        raise AssertionError(f"{self.url} has no hidden field {name}:\n{self.page}")

    def _whole(self, path: str) -> str:
        return path if path.startswith("http") else self.portal_url + path

    def _token(self) -> dict[str, str]:
        tokens = [each.value or "" for each in self.cookies if each.name == "csrftoken"]
        return {"csrfmiddlewaretoken": tokens[0]} if tokens else {}

    def _ask(self, request: Request) -> None:
        """Send the request and keep the answer. Fails for one that is no success."""
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                self.page, self.url = answer.read().decode(), answer.url
        except HTTPError as refusal:
            with refusal:
                raise AssertionError(f"{refusal.code} {refusal.url}\n{refusal.read().decode()}") from refusal


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """Return what an action gives, and how many seconds it took."""
    began = time.monotonic()
    return action(), time.monotonic() - began


def until(true: Callable[[], object], *, within: float, what: str) -> None:
    """Wait until something is true; fail with `what` was waited for when it is not so within these seconds."""
    ends = time.monotonic() + within
    while not true():
        assert time.monotonic() < ends, f"Not within {within:g} seconds: {what}"
        time.sleep(0.05)
