"""Every row of the table of who opens the link of a request: the page says what happened, and the way on."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import path_of
from relationships.requests.models import PartnershipRequest
from tests.relationships.factories import NOW, make_partner, user_of
from tests.relationships.j2_table import (
    CASES,
    Case,
    company,
    edited,
    ended,
    gone,
    of_two_companies,
    truncated,
    wrong_company,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def browser_of(user: User | AnonymousUser) -> Client:
    """Return a browser in which this person is signed in, if it is one."""
    client = Client()
    if isinstance(user, User):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_says_what_happened_and_where_to_go_on(case: Case, provider: Partner) -> None:
    visit = case.prepare(provider)
    path = visit.path or path_of(visit.request)
    before = AuditEvent.objects.count()
    answer = browser_of(visit.user).get(path)
    page = text(answer)
    assert answer.status_code == case.status
    assert f"<h1>{case.heading}</h1>" in page
    for words in case.words:
        assert words in page
    filled = {"token": path.removeprefix("/r/").strip("/"), "request": visit.request.pk}
    for leads in case.leads:
        assert leads.format(**filled) in page
    assert ("decline/" in page) == case.may_decline
    assert AuditEvent.objects.count() == before, "opening changes nothing"
    assert PartnershipRequest.objects.filter(viewed_at__isnull=False).count() == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answer_is_refused_with_the_same_words(case: Case, provider: Partner) -> None:
    """Whoever sends the form without the page gets no further."""
    visit = case.prepare(provider)
    path = visit.path or path_of(visit.request)
    before = Partnership.objects.count()
    answer = browser_of(visit.user).post(f"{path}accept/", {"ticked": "on"})
    accepts = case.name in ("fine", "mpa-not-signed")
    assert Partnership.objects.count() == before + accepts
    if accepts or case.name == "not-signed-in":
        assert answer.status_code == 302
    elif case.status == 403:
        assert answer.status_code == 403
    else:
        assert answer.status_code == case.status
        assert case.words[0] in text(answer)


def test_unknown_edited_truncated_and_foreign_links_give_the_very_same_page(provider: Partner) -> None:
    user = user_of(make_partner("Wingtip Resale"))
    pages = set()
    for prepare in (edited, truncated, gone):
        visit = prepare(provider)
        PartnershipRequest.objects.all().delete()
        Partner.objects.filter(name="Contoso Resale").update(name="Contoso")
        answer = browser_of(user).get(visit.path)
        page = text(answer)
        pages.add((answer.status_code, page[page.index("<main") : page.index("</main>")]))
    assert len(pages) == 1


def test_a_stranger_learns_nothing_of_the_company_asked_from_a_dead_link(provider: Partner) -> None:
    visit = ended(state="declined", closed_at=NOW, reason="We have enough.")(provider)
    page = text(Client().get(path_of(visit.request)))
    for hidden in ("Contoso", visit.request.recipient_address, "We have enough.", "mailto:"):
        assert hidden not in page


def test_a_wrong_company_learns_the_name_asked_and_nothing_else(provider: Partner) -> None:
    visit = wrong_company(provider)
    page = text(browser_of(visit.user).get(path_of(visit.request)))
    for hidden in (visit.request.recipient_address, visit.request.created_by.username, "mailto:", "viewed/"):
        assert hidden not in page


def test_somebody_of_two_companies_changes_over_and_accepts(provider: Partner) -> None:
    visit = of_two_companies(provider)
    client, path = browser_of(visit.user), path_of(visit.request)
    contoso = Partner.objects.get(name="Contoso Resale")
    answer = client.post(reverse("account_organisation"), {"tenant": contoso.pk, "next": path})
    assert answer["Location"] == path
    page = text(client.get(path))
    assert "You answer for" in page
    assert "Go on as Wingtip Resale" in page
    client.post(f"{path}accept/", {"ticked": "on"})
    assert Partnership.objects.get().reseller == contoso


def test_a_company_that_is_not_enrolled_declines_from_the_page_that_refuses_it(provider: Partner) -> None:
    visit = company(None)(provider)
    path = path_of(visit.request)
    client = browser_of(visit.user)
    assert client.post(f"{path}decline/", {"reason": "y" * 501}).status_code == 400
    answer = client.post(f"{path}decline/", {"reason": "y" * 501})
    assert "Authorize indirect provider" not in text(answer)
    assert "y" * 501 in text(answer)
    assert client.post(f"{path}decline/", {"reason": "Not us."}).status_code == 302
    visit.request.refresh_from_db()
    assert (visit.request.state, visit.request.reason) == ("declined", "Not us.")


def test_the_pages_ask_the_database_a_bounded_number_of_times(
    provider: Partner, django_assert_max_num_queries: Any
) -> None:
    for case in CASES:
        if case.name not in ("fine", "mpa-not-signed", "wrong-company", "vetting-rejected", "several-memberships"):
            continue
        Partner.objects.filter(name="Contoso Resale").update(name="Contoso before")
        visit = case.prepare(provider)
        client = browser_of(visit.user)
        with django_assert_max_num_queries(12):
            client.get(path_of(visit.request))
