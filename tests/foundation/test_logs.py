"""What stands in the logs: the request's id in each line, and no link's token."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from foundation.audit.middleware import META_KEY, RequestIdFilter


def said_by(logger: str, message: str, *words: str) -> str:
    """Return the line that a message of this logger becomes, with the filters that the settings name."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        wanted = dict(settings.LOGGING["filters"][name])
        module, _dot, cls = wanted.pop("()").rpartition(".")
        handler.addFilter(getattr(__import__(module, fromlist=[cls]), cls)(**wanted))
    handler.handle(logging.LogRecord(logger, logging.WARNING, __file__, 1, message, words, None))
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/r/AbC-123_x/accept/", "/r/…/accept/"),
        ("/join/AbC-123_x/", "/join/…/"),
        ("/accounts/login/?next=%2Fr%2FAbC-123_x%2F", "/accounts/login/?next=%2Fr%2F…"),
        ("/accounts/password/reset/key/1-abc-def/", "/accounts/password/reset/key/…/"),
        ("/resellers/requests/", "/resellers/requests/"),
    ],
)
def test_tokens_of_links_are_put_out(path: str, kept: str) -> None:
    """Django names the path of every request that it answers with an error."""
    assert said_by("django.request", "%s: %s", "Conflict", path) == f"Conflict: {kept}"


@pytest.mark.django_db
def test_a_line_written_after_the_answer_still_has_its_request(client: Client) -> None:
    """It is the id that the answer carries."""
    answer = client.get("/r/no-such-link/")
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Not Found", (), None)
    record.request = answer.wsgi_request
    RequestIdFilter().filter(record)
    assert record.request_id == answer["X-Request-ID"] == answer.wsgi_request.META[META_KEY]  # type: ignore[attr-defined]
