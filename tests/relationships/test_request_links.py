"""The link of a request: derived, stored nowhere, and opened only by its exact self."""

import base64
import uuid
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings, strategies as st

from foundation.mail.links import make_link
from foundation.mail.models import OutgoingMail
from foundation.mail.tokens import TOKEN_LENGTH
from relationships.partners.models import Partner
from relationships.request_templates.words import Words
from relationships.requests.links import follow, link_of, path_of, request_behind, token_of, url_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import send_request
from tests.relationships.factories import NOW, actor_of, make_draft, make_request

LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/")


def unsaved() -> PartnershipRequest:
    """Return a request whose token can be made."""
    return PartnershipRequest(id=uuid.UUID("8d7f5ab0-3b1e-4d6c-9d0a-5f6f0a4c1b2e"), link_version=1)


def test_a_token_leads_to_its_request(provider: Partner) -> None:
    request = make_request(provider)
    assert request_behind(token_of(request)) == request
    assert url_of(request).endswith(path_of(request))


def test_a_token_is_safe_in_an_address_and_carries_128_bits_or_more() -> None:
    token = token_of(unsaved())
    assert len(token) == TOKEN_LENGTH
    code = base64.urlsafe_b64decode(token)[18:]
    assert len(code) * 8 >= 128


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, TOKEN_LENGTH - 1), letter=LETTERS)
def test_no_edited_token_is_genuine(place: int, letter: str) -> None:
    """One letter changed is enough, the last one too; the database is not even asked."""
    token = token_of(unsaved())
    edited = token[:place] + letter + token[place + 1 :]
    if edited != token:
        assert follow(edited) is None


@given(st.integers(1, 65_535))
@example(1)
def test_a_token_in_the_other_alphabet_of_base64_is_not_genuine(version: int) -> None:
    """The decoder reads "+" and "/" like "-" and "_": that would be a second spelling of the same link."""
    request = unsaved()
    request.link_version = version
    token = token_of(request)
    for edited in (token.replace("-", "+"), token.replace("_", "/"), token.translate(str.maketrans("-_", "+/"))):
        if edited != token:
            assert follow(edited) is None


@given(length=st.integers(0, TOKEN_LENGTH - 1))
def test_no_truncated_token_is_genuine(length: int) -> None:
    assert follow(token_of(unsaved())[:length]) is None


@given(st.text(max_size=100))
@example("é" * TOKEN_LENGTH)
@example("=" * TOKEN_LENGTH)
@example("a" * TOKEN_LENGTH)
@example("\x00" * TOKEN_LENGTH)
def test_nothing_else_is_a_token(text: str) -> None:
    assert follow(text) is None


@pytest.mark.django_db
def test_another_key_makes_other_tokens_and_an_earlier_key_still_opens_its_own(provider: Partner) -> None:
    request = make_request(provider)
    token = token_of(request)
    with override_settings(LINK_KEY="n" * 40, LINK_KEY_FALLBACKS=[]):
        assert token_of(request) != token
        assert request_behind(token) is None
    from django.conf import settings as project

    with override_settings(LINK_KEY="n" * 40, LINK_KEY_FALLBACKS=[project.LINK_KEY]):
        assert request_behind(token) == request


@pytest.mark.django_db
def test_a_replaced_link_is_known_as_such_but_opens_nothing(provider: Partner) -> None:
    request = make_request(provider)
    token = token_of(request)
    PartnershipRequest.objects.filter(pk=request.pk).update(link_version=2)
    followed = follow(token)
    assert followed
    assert not followed.is_current
    assert request_behind(token) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize(
    "change",
    [
        {"state": "withdrawn", "closed_at": NOW},
        {"expires_at": NOW},
        {"link_version": 2},
    ],
)
def test_the_outbox_makes_no_link_that_is_dead(provider: Partner, change: dict[str, Any]) -> None:
    request = make_request(provider)
    link = link_of(request)
    assert make_link(link.kind, link.args) == url_of(request)
    PartnershipRequest.objects.filter(pk=request.pk).update(**change)
    assert make_link(link.kind, link.args) is None


@pytest.mark.django_db
def test_no_token_is_stored(provider: Partner) -> None:
    """Neither in the request's text nor in the outbox."""
    draft = make_draft(provider)
    text = f"Come here: {url_of(draft)}"
    request = send_request(actor=actor_of(provider), now=NOW, request=draft, version=1, words=Words("Hello", text))
    mail = OutgoingMail.objects.get(about_id=str(request.pk))
    for stored in (request.text, mail.text, mail.html, str(mail.link_args)):
        assert token_of(request) not in stored
    assert "{link}" in mail.text
    assert "{link}" in mail.html
