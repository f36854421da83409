"""A request's page while it is open and after: every action, its confirmation, its refusals; and the list's rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.requests.links import url_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import send_request, withdraw_request
from relationships.requests.words import words_of
from tests.relationships.factories import NOW, actor_of, make_draft, make_request, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
VERBS = ("request_resend", "request_remind", "request_reminder", "request_extend", "request_recipient")
WINGTIP = {"company": "Wingtip", "address": "boss@wingtip.example", "language": "pl"}


@pytest.fixture
def client(as_user: AsUser, provider: Partner) -> Client:
    """The provider's sales agent."""
    return as_user(user_of(provider, "sales_agent"))


@pytest.fixture
def sent(provider: Partner) -> PartnershipRequest:
    """A request that the portal has sent."""
    draft = make_draft(provider)
    return send_request(actor=actor_of(provider), now=NOW, request=draft, version=1, words=words_of(draft))


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def url(name: str, request: PartnershipRequest) -> str:
    """Return an address of this request."""
    return reverse(name, kwargs={"request_id": request.pk})


def version(request: PartnershipRequest) -> dict[str, str]:
    """Return what every form carries."""
    return {"version": str(request.version)}


def test_the_page_shows_who_sent_it_and_offers_every_action(client: Client, sent: PartnershipRequest) -> None:
    page = text(client.get(url("request", sent)))
    for shown in ("Send again", "Send a reminder", "Change the recipient", "Put the end off", "Withdraw"):
        assert shown in page
    sender = page[page.index("<dt>Sent</dt>") : page.index("<dt>Viewed</dt>")]
    assert "@" in sender
    assert "The link sent before stops working at once" in page
    assert "By itself, 5 days before it expires" in page


def test_sending_again_from_the_page(client: Client, sent: PartnershipRequest) -> None:
    answer = client.post(url("request_resend", sent), version(sent), follow=True)
    assert "is on its way again, with a new link" in text(answer)
    assert "Sent again, with a new link" in text(answer)
    assert client.post(url("request_resend", sent), version(sent)).status_code == 409, "pressed twice, it is done once"
    assert OutgoingMail.objects.filter(state="queued").count() == 1


def test_reminding_from_the_page(client: Client, sent: PartnershipRequest) -> None:
    answer = client.post(url("request_remind", sent), version(sent), follow=True)
    assert "is reminded" in text(answer)
    assert client.post(url("request_remind", sent), version(sent)).status_code == 409
    assert OutgoingMail.objects.filter(kind="partnership-request-reminder").count() == 1


def test_what_cannot_be_done_now_is_drawn_disabled_with_the_reason(client: Client, provider: Partner) -> None:
    request = make_request(provider)
    page = text(client.get(url("request", request)))
    assert "You have sent the request to Somebody Else yourself" in page
    assert url("request_remind", request) not in page
    assert client.post(url("request_remind", request), version(request)).status_code == 409


def test_too_many_mails_are_told_on_the_page(client: Client, sent: PartnershipRequest) -> None:
    for _ in range(2):
        sent.refresh_from_db()
        client.post(url("request_remind", sent), version(sent))
    page = text(client.get(url("request", sent)))
    assert "has had as many mails about your requests" in page
    assert "2026-03-23" in page
    assert client.post(url("request_resend", sent), version(sent)).status_code == 409


def test_what_the_portal_has_sent_costs_no_more_than_twelve_queries(client: Client, sent: PartnershipRequest) -> None:
    for path in (url("request", sent), reverse("requests")):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= 12


def test_the_reminder_is_switched_on_the_page_and_on_the_draft(client: Client, sent: PartnershipRequest) -> None:
    answer = client.post(url("request_reminder", sent), {}, follow=True)
    assert "There will be no reminder" in text(answer)
    answer = client.post(url("request_reminder", sent), {"reminder_wanted": "on"}, follow=True)
    assert "There will be a reminder" in text(answer)
    draft = make_draft(sent.provider)
    form = {"subject": draft.subject, "text": draft.text, "version": "1", "do": "save"}
    client.post(url("request_draft", draft), form)
    draft.refresh_from_db()
    assert (draft.reminder_wanted, draft.version) == (False, 1)
    client.post(url("request_draft", draft), {**form, "reminder_wanted": "on"})
    draft.refresh_from_db()
    assert draft.reminder_wanted


def test_putting_the_end_off_by_days_or_until_a_day(client: Client, sent: PartnershipRequest) -> None:
    assert 'name="days"' in text(client.get(url("request_extend", sent)))
    answer = client.post(url("request_extend", sent), {"days": "14", **version(sent)}, follow=True)
    assert "can be answered until 29 April 2026" in text(answer) or "until April 29, 2026" in text(answer)
    sent.refresh_from_db()
    assert sent.expires_at == NOW + timedelta(days=44)
    client.post(url("request_extend", sent), {"date": "2026-05-10", "remind": "on", **version(sent)})
    sent.refresh_from_db()
    assert sent.expires_at.date().isoformat() == "2026-05-10"
    assert OutgoingMail.objects.filter(kind="partnership-request-reminder").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "one of the two"),
        ({"days": "3", "date": "2026-05-10"}, "one of the two"),
        ({"days": "91"}, "less than or equal to 90"),
        ({"days": "89"}, "not after 2026-06-14"),
        ({"date": "2026-04-15"}, "not after 2026-06-14"),
        ({"date": "tomorrow"}, "Enter a valid date"),
    ],
)
def test_a_wrong_end_is_told_beside_the_field(
    client: Client, sent: PartnershipRequest, typed: dict[str, str], said: str
) -> None:
    answer = client.post(url("request_extend", sent), {**typed, **version(sent)})
    assert answer.status_code == 400
    assert said in text(answer)
    for value in typed.values():
        assert f'value="{value}"' in text(answer)


def test_somebody_elses_change_is_shown_before_ones_own_replaces_it(client: Client, sent: PartnershipRequest) -> None:
    seen = version(sent)
    client.post(url("request_recipient", sent), {**WINGTIP, **seen})
    mine = {"company": "Fabrikam", "address": "info@fabrikam.example", "language": "pl"}
    answer = client.post(url("request_recipient", sent), {**mine, **seen})
    assert answer.status_code == 409
    for shown in ("Somebody else has changed this request", "boss@wingtip.example", 'value="info@fabrikam.example"'):
        assert shown in text(answer)
    assert client.post(url("request_extend", sent), {"days": "5", **seen}).status_code == 409
    sent.refresh_from_db()
    assert client.post(url("request_recipient", sent), {**mine, **version(sent)}).status_code == 302


def test_changing_the_recipient(client: Client, sent: PartnershipRequest) -> None:
    page = text(client.get(url("request_recipient", sent)))
    assert sent.recipient_address in page
    old = url_of(sent)
    answer = client.post(url("request_recipient", sent), {**WINGTIP, **version(sent)}, follow=True)
    assert "The request is for Wingtip, boss@wingtip.example now" in text(answer)
    assert "replaced by a newer one" in text(Client().get(old))
    draft = make_draft(sent.provider)
    other = {**WINGTIP, "address": "info@wingtip.example"}
    answer = client.post(url("request_recipient", draft), {**other, **version(draft)})
    assert answer["Location"] == url("request_draft", draft)


def test_a_wrong_recipient_keeps_what_was_typed(client: Client, sent: PartnershipRequest) -> None:
    answer = client.post(url("request_recipient", sent), {**WINGTIP, "address": "nobody", **version(sent)})
    assert (answer.status_code, 'value="nobody"' in text(answer)) == (400, True)
    other = make_request(sent.provider)
    taken = {**WINGTIP, "address": other.recipient_address, **version(sent)}
    answer = client.post(url("request_recipient", sent), taken)
    assert answer.status_code == 409
    assert "has been open since" in text(answer)
    assert 'value="Wingtip"' in text(answer)


def test_what_was_not_delivered_says_what_to_do(client: Client, sent: PartnershipRequest) -> None:
    OutgoingMail.objects.update(state="failed", reason="mailbox", next_attempt_at=None)
    page = text(client.get(url("request", sent)))
    assert "The email was not delivered" in page
    assert "Not delivered: mailbox unavailable" in page


@pytest.mark.parametrize("name", VERBS)
def test_a_closed_request_can_only_be_asked_again(client: Client, sent: PartnershipRequest, name: str) -> None:
    withdraw_request(actor=actor_of(sent.provider), now=NOW, request=sent)
    assert client.post(url(name, sent), {**WINGTIP, "days": "3", **version(sent)}).status_code == 409
    page = text(client.get(url("request", sent)))
    again = f"{reverse('request_new')}?again={sent.pk}"
    assert again in page
    assert url(name, sent) not in page
    assert sent.recipient_address in text(client.get(again))


def test_asking_again_tells_nothing_of_a_strangers_request(client: Client, stranger: Partner) -> None:
    other = make_request(stranger, state="withdrawn", closed_at=NOW)
    for again in (str(other.pk), "nonsense"):
        answer = client.get(reverse("request_new"), {"again": again})
        assert answer.status_code == 200
        assert other.recipient_address not in text(answer)


@pytest.mark.parametrize("name", VERBS)
def test_a_stranger_finds_nothing_and_a_colleague_without_the_right_is_refused(
    as_user: AsUser, stranger: Partner, sent: PartnershipRequest, name: str
) -> None:
    form = {**WINGTIP, "days": "3", **version(sent)}
    assert as_user(user_of(stranger)).post(url(name, sent), form).status_code == 404
    assert as_user(user_of(sent.provider, "helpdesk_agent")).post(url(name, sent), form).status_code == 403
    sent.refresh_from_db()
    assert (sent.version, sent.reminder_wanted) == (2, True)


def test_the_usual_language_of_an_address_is_used_unless_one_is_chosen(client: Client, provider: Partner) -> None:
    for address, language, expected in (
        ("a@contoso.pl", "", "pl"),
        ("b@contoso.pl", "ru", "ru"),
        ("c@contoso.pl", "", "ru"),
    ):
        client.post(reverse("request_new"), {"company": "Contoso", "address": address, "language": language})
        assert PartnershipRequest.objects.get(recipient_address=address).language == expected


def test_the_list_offers_in_each_row_what_fits(client: Client, provider: Partner, sent: PartnershipRequest) -> None:
    draft = make_draft(provider)
    closed = make_request(provider, state="declined", closed_at=NOW)
    page = text(client.get(reverse("requests")))
    for name, request in (
        ("request_resend", sent),
        ("request_remind", sent),
        ("request_withdraw", sent),
        ("request_withdraw", draft),
    ):
        assert url(name, request) in page
    for name, request in (("request_resend", draft), ("request_withdraw", closed)):
        assert url(name, request) not in page
    assert f"{url('request', sent)}#link-title" in page
    assert f"?again={closed.pk}" in page


def test_the_list_narrows_by_delivery_and_by_who_asked(
    as_user: AsUser, client: Client, provider: Partner, sent: PartnershipRequest
) -> None:
    make_request(provider, recipient_company="Yours")
    failed = make_request(provider, recipient_company="Bounced", delivery="portal")
    OutgoingMail.objects.create(
        kind="partnership-request",
        to_address=failed.recipient_address,
        subject="S",
        text="T",
        about_type="relationships.PartnershipRequest",
        about_id=str(failed.pk),
        message_id="<1@test>",
        state="failed",
        created_at=NOW,
    )
    for query, shown in (
        ({"delivery": "failed"}, "Bounced"),
        ({"delivery": "by_you"}, "Yours"),
        ({"delivery": "waiting"}, sent.recipient_address),
        ({"by": str(failed.created_by_id)}, "Bounced"),
    ):
        answer = text(client.get(reverse("requests"), query))
        rows = answer[answer.index("<tbody") :]
        assert shown in rows
        assert sum(each in rows for each in ("Bounced", "Yours", sent.recipient_address)) == 1
    export: Any = client.get(reverse("requests"), {"export": "csv", "delivery": "failed"})
    exported = b"".join(export.streaming_content)
    assert b"Bounced" in exported
    assert b"Yours" not in exported
