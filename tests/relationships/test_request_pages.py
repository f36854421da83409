"""Request a partnership: recipient, draft, preview, Send and Done; the Requests tab and a request's own page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from foundation.mail.models import OutgoingMail
from foundation.users.models import User
from relationships.answers.services import record_view
from relationships.partners.models import Enrolment, Partner
from relationships.requests.links import Followed, url_of
from relationships.requests.models import PartnershipRequest
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_draft, make_partner, make_request, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
RECIPIENT = {"company": "Contoso Resale", "address": "admin@contoso.example", "language": "pl"}


@pytest.fixture
def client(as_user: AsUser, provider: Partner) -> Client:
    """The provider's sales agent."""
    return as_user(user_of(provider, "sales_agent"))


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def url(name: str, request: PartnershipRequest) -> str:
    """Return an address of this request."""
    return reverse(name, kwargs={"request_id": request.pk})


def words(request: PartnershipRequest, do: str, **changes: str) -> dict[str, str]:
    """Return what the draft page sends."""
    form = {"subject": request.subject, "text": f"Please come: {url_of(request)}", "version": str(request.version)}
    return {**form, "do": do, **changes}


def test_the_first_step_makes_the_draft_and_leads_to_it(client: Client) -> None:
    assert "Request a partnership" in text(client.get(reverse("request_new")))
    answer = client.post(reverse("request_new"), RECIPIENT)
    request = PartnershipRequest.objects.get()
    assert answer["Location"] == url("request_draft", request)
    assert (request.state, request.language) == ("draft", "pl")


def test_bad_input_keeps_what_was_typed(client: Client) -> None:
    answer = client.post(reverse("request_new"), {**RECIPIENT, "address": "no address", "language": "xx"})
    assert answer.status_code == 400
    assert "Contoso Resale" in text(answer)
    assert "no address" in text(answer)
    assert not PartnershipRequest.objects.exists()


def test_a_second_open_request_is_a_conflict_with_the_remedy(client: Client, provider: Partner) -> None:
    make_request(provider, recipient_address=RECIPIENT["address"])
    answer = client.post(reverse("request_new"), RECIPIENT)
    assert answer.status_code == 409
    assert "withdraw it and ask anew" in text(answer)
    assert RECIPIENT["company"] in text(answer)


def test_the_draft_page_shows_the_text_with_its_link_and_the_four_ways(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    page = text(client.get(url("request_draft", draft)))
    assert url_of(draft) in page
    for label in ("Open in email", "Copy to clipboard", "Send", "Done"):
        assert label in page
    assert f"mailto:{draft.recipient_address}?subject=" in page
    assert "{link}" not in page


def test_saving_keeps_the_words_and_tells_when_the_link_was_put_back(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    answer = client.post(url("request_draft", draft), words(draft, "save", text="No link here."), follow=True)
    draft.refresh_from_db()
    assert draft.text == "No link here.\n\n{link}\n"
    assert "it has been put back at the end" in text(answer)
    answer = client.post(url("request_draft", draft), words(draft, "save"), follow=True)
    assert "has been put back" not in text(answer)


def test_send_then_done(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    answer = client.post(url("request_draft", draft), words(draft, "send"), follow=True)
    assert answer.redirect_chain == [(url("request_draft", draft), 302)]
    assert "is on its way" in text(answer)
    assert OutgoingMail.objects.get().state == "queued"
    answer = client.post(url("request_draft", draft), {"do": "done"})
    assert answer["Location"] == reverse("requests")
    assert "Waiting to be sent" in text(client.get(reverse("requests")))


def test_done_without_send(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    answer = client.post(url("request_draft", draft), words(draft, "done"), follow=True)
    assert answer.redirect_chain == [(reverse("requests"), 302)]
    assert "By you, outside the portal" in text(answer)


def test_send_pressed_again_in_a_second_tab_is_a_conflict(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    client.post(url("request_draft", draft), words(draft, "send"))
    answer = client.post(url("request_draft", draft), words(draft, "send", text="Other words."))
    assert answer.status_code == 409
    assert "no longer a draft" in text(answer)
    assert OutgoingMail.objects.count() == 1


def test_a_stale_tab_shows_both_versions_and_may_then_replace(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    client.post(url("request_draft", draft), words(draft, "save", subject="Their subject"))
    answer = client.post(url("request_draft", draft), words(draft, "save", subject="My subject"))
    assert answer.status_code == 409
    assert "My subject" in text(answer)
    assert "Their subject" in text(answer)
    version = PartnershipRequest.objects.get().version
    assert f'name="version" value="{version}"' in text(answer)
    client.post(url("request_draft", draft), words(draft, "save", subject="My subject", version=str(version)))
    assert PartnershipRequest.objects.get().subject == "My subject"


def test_an_empty_text_is_bad_input(client: Client, provider: Partner) -> None:
    draft = make_draft(provider)
    answer = client.post(url("request_draft", draft), words(draft, "send", text="", subject="Kept"))
    assert answer.status_code == 400
    assert "Kept" in text(answer)
    assert client.post(url("request_draft", draft), words(draft, "burn")).status_code == 400
    assert PartnershipRequest.objects.get().state == "draft"


def test_the_preview_shows_what_is_typed_in_a_frame_of_its_own_and_writes_nothing(
    client: Client, provider: Partner
) -> None:
    draft = make_draft(provider)
    stored = client.get(url("request_preview", draft))
    assert url_of(draft) in text(stored)
    typed = client.post(url("request_preview", draft), {"subject": "Hi", "text": "<b>Bold</b> words"})
    assert escape("<b>Bold</b> words") in text(typed)
    assert url_of(draft) in text(typed), "the preview shows the link that will be put back"
    assert "sandbox" in typed["Content-Security-Policy"]
    assert typed["X-Frame-Options"] == "SAMEORIGIN"
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_request_shows_its_link_again_while_it_is_open(client: Client, provider: Partner) -> None:
    request = make_request(provider)
    page = text(client.get(url("request", request)))
    assert url_of(request) in page
    assert "Withdraw" in page
    closed = make_request(provider, expires_at=NOW)
    page = text(client.get(url("request", closed)))
    assert url_of(closed) not in page
    assert "Expired" in page


def test_the_timeline_tells_what_has_happened(client: Client, provider: Partner) -> None:
    client.post(reverse("request_new"), RECIPIENT)
    request = PartnershipRequest.objects.get()
    client.post(url("request_draft", request), words(request, "done"))
    page = text(client.get(url("request", request)))
    happened = page[page.index("What has happened") :]
    assert happened.index("Sent") < happened.index("Text edited") < happened.index("Draft made")


def test_the_timeline_does_not_tell_who_looked(client: Client, provider: Partner, reseller: Partner) -> None:
    viewer = actor_of(reseller, username="curious@contoso.example")
    request = make_request(provider, reseller)
    record_view(actor=viewer, now=NOW, followed=Followed(request, is_current=True))
    page = text(client.get(url("request", request)))
    assert "Viewed by the recipient" in page
    assert "curious@contoso.example" not in page


def test_withdrawing(client: Client, provider: Partner) -> None:
    request = make_request(provider)
    answer = client.post(url("request_withdraw", request), follow=True)
    assert "is withdrawn" in text(answer)
    assert client.post(url("request_withdraw", request)).status_code == 409
    assert client.get(url("request_withdraw", request)).status_code == 405


def test_a_closed_request_has_no_draft_page(client: Client, provider: Partner) -> None:
    request = make_draft(provider, expires_at=NOW)
    assert client.get(url("request_draft", request))["Location"] == url("request", request)


def test_the_requests_tab_lists_filters_and_counts(client: Client, provider: Partner) -> None:
    make_request(provider, recipient_company="Alpha")
    make_request(provider, recipient_company="Beta", expires_at=NOW - timedelta(days=1))
    make_draft(provider, recipient_company="Gamma")
    page = text(client.get(reverse("requests")))
    for shown in ("Alpha", "Beta", "Gamma", "Sent (1)", "Expired (1)", "Draft (1)", "Declined (0)"):
        assert shown in page
    page = text(client.get(reverse("requests"), {"state": "sent"}))
    assert "Alpha" in page
    assert "Beta" not in page
    page = text(client.get(reverse("requests"), {"q": "gam"}))
    assert "Gamma" in page
    assert "Alpha" not in page


@pytest.mark.parametrize("name", ["request_draft", "request_preview", "request", "request_withdraw"])
def test_a_stranger_finds_nothing(as_user: AsUser, stranger: Partner, provider: Partner, name: str) -> None:
    request = make_draft(provider)
    client = as_user(user_of(stranger))
    answer = client.post(url(name, request)) if name == "request_withdraw" else client.get(url(name, request))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["requests", "request_new"])
def test_a_colleague_without_the_right_is_refused_and_a_reseller_has_no_such_page(
    as_user: AsUser, provider: Partner, reseller: Partner, name: str
) -> None:
    assert as_user(user_of(provider, "helpdesk_agent")).get(reverse(name)).status_code == 403
    assert as_user(user_of(reseller)).get(reverse(name)).status_code == 404


def test_who_may_not_ask_yet_sees_why_before_pressing(as_user: AsUser) -> None:
    unsigned = make_partner("Unsigned Distribution", PROVIDER, signed=False)
    client = as_user(user_of(unsigned))
    page = text(client.get(reverse("resellers")))
    assert 'aria-disabled="true"' in page
    assert "has not signed the Microsoft Partner Agreement" in page
    assert client.post(reverse("request_new"), RECIPIENT).status_code == 409
    waiting = make_partner("Waiting Distribution", PROVIDER, state=Enrolment.State.PENDING)
    assert as_user(user_of(waiting)).post(reverse("request_new"), RECIPIENT).status_code == 404
