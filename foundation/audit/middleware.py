"""One id per request, in the logs, in the audit and in the answer."""

import logging
import re
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

META_KEY = "portal.request_id"
"""Where the id stands on the request itself."""

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request being answered, or an empty string outside one."""
    return _request_id.get()


class RequestIdMiddleware:
    """Give each request an id of our own making (a client's is not trusted)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_id.set(uuid.uuid4().hex)
        request.META[META_KEY] = current_request_id()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = current_request_id()
            return response
        finally:
            _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Put the request's id into every log line, also into those that Django writes once the request is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        meta = getattr(getattr(record, "request", None), "META", {})
        record.request_id = current_request_id() or meta.get(META_KEY, "-")
        return True


class SecretPathFilter(logging.Filter):
    """Keep the tokens of links out of the logs: what follows one of `paths` in a line is put out."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__()
        # Also as they stand in the way back after a sign-in.
        both = [each for path in paths for each in (path, quote(path, safe=""))]
        self.token = re.compile(f"({'|'.join(map(re.escape, both))})[^/\\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (kept := self.token.sub(r"\1…", said)) != said:
            record.msg, record.args = kept, ()
        return True
