"""A provider's own words for the mails that ask: placeholders, preview, reset, and what drafts are made of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from foundation.users.models import User
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.services import reset_template, save_template
from relationships.request_templates.words import PLACEHOLDERS, Words, fill_in, standard_words
from relationships.requests.links import token_of, url_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import create_request
from tests.relationships.factories import NOW, actor_of, make_request, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
OWN = Words("{provider} and {company}", "Dear {company},\n\n{link}\n\nuntil {last_day}. {writer}, {enrol_url}\n")


@pytest.fixture
def client(as_user: AsUser, provider: Partner) -> Client:
    """The provider's Admin agent."""
    return as_user(user_of(provider, "admin_agent"))


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def save(provider: Partner, words: Words = OWN, version: int = 0, language: str = "en") -> RequestTemplate:
    """Keep a template."""
    actor = actor_of(provider)
    given: dict[str, Any] = {"provider": provider, "language": language, "version": version, "words": words}
    return save_template(actor=actor, now=NOW, **given)


def ask(provider: Partner, company: str = "Contoso", **changes: str) -> PartnershipRequest:
    """Draft a request."""
    given = {"company": company, "address": f"info@{company.lower()}.example", "language": "en", **changes}
    return create_request(actor=actor_of(provider, first_name="Robin", last_name="Ex"), now=NOW, **given)


def url(name: str = "request_template", language: str = "en") -> str:
    """Return an address of one language's template."""
    return reverse(name, kwargs={"language": language})


def form(words: Words = OWN, version: int = 0) -> dict[str, str]:
    """Return what the page sends."""
    return {"subject": words.subject, "text": words.text, "version": str(version)}


def test_drafts_are_made_of_the_providers_own_words_in_that_language_only(provider: Partner, stranger: Partner) -> None:
    save(provider)
    request = ask(provider)
    assert request.subject == "Northlight Distribution and Contoso"
    enrol = request.text.rpartition(" ")[2]
    assert request.text == f"Dear Contoso,\n\n{{link}}\n\nuntil 15 April 2026. Robin Ex, {enrol}"
    assert enrol.strip().endswith("/enrol/")
    assert "Dear" not in ask(provider, "Polski", language="pl").text
    assert "Dear" not in ask(stranger).text


def test_what_people_are_called_is_filled_in_literally(provider: Partner) -> None:
    """In one pass, and never as a template or a format string."""
    save(provider)
    odd = "{writer} {{ 7|add:7 }} {company.__class__} %s"
    request = ask(provider, odd, address="info@odd.example")
    assert f"Dear {odd}," in request.text


@pytest.mark.parametrize("typed", ["{company.__class__}", "{0}", "{}", "{Company}", "{company!r}", "{provider:>9}"])
def test_template_placeholders_anything_else_in_braces_is_refused(provider: Partner, typed: str) -> None:
    with pytest.raises(Refused) as caught:
        save(provider, Words("Subject", f"{typed} {{link}}"))
    assert [each.code for each in caught.value.refusals] == ["template-placeholders"]
    assert typed in caught.value.refusals[0].text
    assert not RequestTemplate.objects.exists()


def test_template_placeholders_the_link_is_not_for_the_subject(provider: Partner) -> None:
    with pytest.raises(Refused) as caught:
        save(provider, Words("Open {link}", "{link}"))
    assert "{link}" not in caught.value.refusals[0].remedy


def test_braces_alone_are_text(provider: Partner) -> None:
    assert fill_in(Words("S", "a { b"), {"company": "C"}).text == "a { b"


def test_r15_a_template_without_the_link_gets_it_back_and_never_keeps_a_real_one(provider: Partner) -> None:
    assert save(provider, Words("S", "Please come.")).text == "Please come.\n\n{link}\n"
    request = make_request(provider)
    kept = save(provider, Words("S", f"Come to {url_of(request)} soon"), version=1)
    assert kept.text == "Come to {link} soon\n"
    assert token_of(request) not in kept.text


def test_the_standard_text_names_every_placeholder_in_every_language() -> None:
    for language in ("en", "pl", "ru", "zh-hans"):
        words = standard_words(language)
        assert all(f"{{{name}}}" in f"{words.subject} {words.text}" for name in PLACEHOLDERS)


def test_reset_the_standard_text_holds_again(provider: Partner) -> None:
    made = save(provider)
    given: dict[str, Any] = {"actor": actor_of(provider), "now": NOW, "provider": provider, "language": "en"}
    with pytest.raises(Stale):
        reset_template(**given, version=made.version + 1)
    reset_template(**given, version=made.version)
    assert "Dear Contoso" not in ask(provider).text
    assert reset_template(**given, version=99).text == "", "there is nothing to give up"
    with pytest.raises(Stale):
        save(provider, version=1)
    assert save(provider, version=2).version == 3, "who wrote before the reset does not overwrite what came after"
    verbs = AuditEvent.objects.filter(verb__startswith="request_template.").order_by("at", "verb")
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "request_template.changed",
        "request_template.changed",
        "request_template.reset",
    ]


def test_two_writers_do_not_overwrite_one_another(provider: Partner) -> None:
    save(provider)
    with pytest.raises(Stale):
        save(provider, Words("Other", "Other {link}"))
    assert save(provider).version == 1, "the same words do not collide"


def test_the_page_explains_the_placeholders_and_keeps_what_was_typed(client: Client, provider: Partner) -> None:
    page = text(client.get(url()))
    for name in PLACEHOLDERS:
        assert f"<code>{{{name}}}</code>" in page
    answer = client.post(url(), form(Words("About {cmpany}", "Hello {link}")))
    assert answer.status_code == 400
    assert "{cmpany} cannot be filled in here" in text(answer)
    assert 'value="About {cmpany}"' in text(answer)
    answer = client.post(url(), form(Words("About {company}", "Hello")), follow=True)
    assert "it has been put back at the end" in text(answer)
    assert RequestTemplate.objects.get().subject == "About {company}"


def test_the_form_and_the_preview_are_of_the_language_of_the_page(client: Client) -> None:
    page = text(client.get(url(language="pl")))
    assert "Dzień dobry" in page
    assert f'action="{url(language="pl")}"' in page
    assert f'src="{url("request_template_preview", "pl")}"' in page
    assert "Dzień dobry" in text(client.get(url("request_template_preview", "pl")))


def test_somebody_elses_words_stand_beside_ones_own(client: Client, provider: Partner) -> None:
    save(provider)
    answer = client.post(url(), form(Words("Mine {company}", "Mine {link}")))
    assert answer.status_code == 409
    for shown in ("Somebody else has changed this template", "Mine {link}", "Dear {company}"):
        assert shown in text(answer)
    assert client.post(url(), form(Words("Mine {company}", "Mine {link}"), version=1)).status_code == 302


def test_the_preview_is_the_mail_in_a_sandbox_as_stored_or_as_typed(client: Client, provider: Partner) -> None:
    save(provider)
    answer = client.get(url("request_template_preview"))
    assert "Dear Contoso Resale" in text(answer)
    assert "sandbox" in answer["Content-Security-Policy"]
    typed = {"subject": "S", "text": "<script>x</script> {company} {company.__class__} {{ 7|add:7 }}"}
    page = text(client.post(url("request_template_preview"), typed))
    assert "&lt;script&gt;x&lt;/script&gt; Contoso Resale {company.__class__} {{ 7|add:7 }}" in page
    assert RequestTemplate.objects.get().text == OWN.text


def test_the_list_tells_whose_words_each_language_has_and_resets(client: Client, provider: Partner) -> None:
    save(provider, language="pl")
    page = text(client.get(reverse("request_templates")))
    assert page.count("Standard text") == 3
    assert page.count("Own text") == 1
    answer = client.post(url("request_template_reset", "pl"), {"version": "1"}, follow=True)
    assert text(answer).count("Standard text") == 4
    assert "Mail templates" in text(client.get(reverse("requests")))


def test_other_languages_are_not_there(client: Client) -> None:
    for name in ("request_template", "request_template_preview"):
        assert client.get(url(name, "tlh")).status_code == 404
    assert client.post(url("request_template_reset", "tlh")).status_code == 404


@pytest.mark.parametrize("name", ["request_template", "request_template_preview", "request_template_reset"])
def test_who_may_not_change_them_is_refused_and_a_reseller_has_none(
    as_user: AsUser, provider: Partner, reseller: Partner, name: str
) -> None:
    assert as_user(user_of(provider, "sales_agent")).post(url(name), form()).status_code == 403
    assert as_user(user_of(reseller)).post(url(name), form()).status_code == 404
    page = text(as_user(user_of(provider, "sales_agent")).get(reverse("requests")))
    assert "Mail templates" not in page


def test_another_providers_words_are_never_shown(as_user: AsUser, provider: Partner, stranger: Partner) -> None:
    save(provider)
    client = as_user(user_of(stranger))
    for name in ("request_template", "request_template_preview"):
        assert "Dear" not in text(client.get(url(name)))


def test_a_subject_that_is_nothing_but_a_link_is_refused_beside_its_field(client: Client, provider: Partner) -> None:
    """Without the link nothing would be left of it; in a template as in a draft, and nothing typed is lost."""
    made = ask(provider)
    draft = reverse("request_draft", kwargs={"request_id": made.pk})
    typed = form(Words(url_of(made), "My own words {link}"), made.version)
    for page, answer in (("template", client.post(url(), typed)), ("draft", client.post(draft, typed))):
        assert answer.status_code == 400, page
        assert "Write a subject in words" in text(answer), page
        assert "My own words" in text(answer), page
    made.refresh_from_db()
    assert made.subject
    assert not RequestTemplate.objects.exists()
