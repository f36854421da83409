"""The words of the mail: the draft in four languages, the link that stays, and the body a mail application takes."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from hypothesis import given, strategies as st

from foundation.mail.links import PLACEHOLDER, absolute
from relationships.partners.models import Partner
from relationships.request_templates.words import Words, keep_link
from relationships.requests.links import url_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.words import MAILTO_LENGTH, draft_words, mailto, mailto_body
from tests.architecture.house import ROOT
from tests.relationships.factories import NOW, make_draft, user_of

LANGUAGES = [code for code, _name in settings.MAIL_LANGUAGES]
CATALOGUES = {"zh-hans": "zh_Hans", "ru": "ru", "pl": "pl"}
LINK = "https://portal.example/r/" + "A" * 48 + "/"


def words(provider: Partner, language: str) -> Words:
    """Return the draft to Contoso."""
    return draft_words(
        provider=provider,
        writer=user_of(provider, first_name="Nora", last_name="Licht"),
        company="Contoso Resale",
        language=language,
        expires_at=NOW + timedelta(days=30),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_names_all_it_must_in_each_language(provider: Partner, language: str) -> None:
    """Who asks whom, where to enrol, the link, and until when."""
    draft = words(provider, language)
    for named in (provider.name, "Contoso Resale", absolute(reverse("enrol")), PLACEHOLDER, "2026", "Nora Licht"):
        assert named in draft.text, named
    assert "Authorize indirect provider" in draft.text
    assert provider.name in draft.subject
    assert keep_link(draft) == (draft, False)


@pytest.mark.django_db
def test_the_english_draft_names_the_two_prerequisites_and_what_accepting_means(provider: Partner) -> None:
    text = words(provider, "en").text
    for said in (
        "enrolled as an indirect reseller",
        "an account in Partner Center",
        "may submit orders",
        "admin access to your account",
        "No customers are handed over",
        "15 April 2026",
    ):
        assert said in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", CATALOGUES)
def test_no_english_sentence_is_left_in_another_language(provider: Partner, language: str) -> None:
    english = {line for line in words(provider, "en").text.splitlines() if len(line.split()) > 3}
    other = set(words(provider, language).text.splitlines())
    assert not english & other


@pytest.mark.django_db
def test_the_terms_are_those_of_the_localized_documents(provider: Partner) -> None:
    assert "间接经销商" in words(provider, "zh-hans").text
    assert "批准间接提供商" in words(provider, "zh-hans").text
    assert "Авторизовать непрямого поставщика" in words(provider, "ru").text
    assert "Autoryzuj dostawcę pośredniego" in words(provider, "pl").text


@pytest.mark.parametrize("folder", CATALOGUES.values())
def test_the_compiled_catalogues_are_up_to_date_and_complete(folder: str) -> None:
    place = ROOT / "locale" / folder / "LC_MESSAGES"
    with (place / "django.po").open("rb") as text, (place / "django.mo").open("rb") as compiled:
        written, read = read_po(text, locale=folder), read_mo(compiled)
    assert {each.id: each.string for each in written if each.id} == {each.id: each.string for each in read if each.id}
    assert all(each.string and not each.fuzzy for each in written if each.id)


@given(st.text(max_size=300), st.text(max_size=80))
def test_r15_whatever_is_typed_the_link_is_in_it(text: str, subject: str) -> None:
    """And what is stored stays as it is when it is saved again."""
    kept, _put_back = keep_link(Words(subject, text))
    assert PLACEHOLDER in kept.text
    assert keep_link(kept) == (kept, False)


@given(st.text(alphabet="abc 间 é\n", min_size=1, max_size=4000))
def test_a_long_body_is_shortened_and_starts_with_the_link(text: str) -> None:
    body = mailto_body(f"{text}\n{LINK}", LINK)
    assert len(quote(body, safe="")) <= MAILTO_LENGTH
    assert LINK in body
    if body.endswith("…"):
        assert body.startswith(LINK)


def test_a_short_body_is_left_alone() -> None:
    assert mailto_body(f"Hello,\n\n{LINK}\n", LINK) == f"Hello,\r\n\r\n{LINK}"


@pytest.mark.django_db
def test_the_address_of_open_in_email_carries_subject_and_text(provider: Partner) -> None:
    draft: PartnershipRequest = make_draft(provider, subject="A & B?", recipient_address="o'brien+x@contoso.example")
    parts = urlsplit(mailto(draft))
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "o'brien+x@contoso.example")
    fields = parse_qs(parts.query)
    assert fields["subject"] == ["A & B?"]
    assert url_of(draft) in fields["body"][0]


@pytest.mark.django_db
def test_the_english_draft_needs_no_shortening(provider: Partner) -> None:
    text = words(provider, "en").text.replace(PLACEHOLDER, LINK)
    assert not mailto_body(text, LINK).endswith("…")
