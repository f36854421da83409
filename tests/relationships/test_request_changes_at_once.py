"""Several people, or workers, do something with one open request at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.services import save_template
from relationships.request_templates.words import Words
from relationships.requests.changes import change_recipient, resend_request
from relationships.requests.links import REMINDER_KIND
from relationships.requests.models import PartnershipRequest
from relationships.requests.reminders import remind, remind_due
from relationships.requests.services import expire_requests, send_request, withdraw_request
from relationships.requests.words import words_of
from tests.relationships.at_once import at_once
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_draft, make_partner, make_request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(transactional_db: None) -> Partner:
    """An indirect provider."""
    return make_partner("Northlight Distribution", PROVIDER)


def telling_stale(act: Callable[[int], str]) -> Callable[[int], str]:
    """Take somebody else's change for an outcome."""

    def told(number: int) -> str:
        try:
            return act(number)
        except Stale:
            return "stale"

    return told


def test_two_resends_at_once_leave_one_link_and_one_mail_in_force(provider: Partner) -> None:
    actor, draft = actor_of(provider), make_draft(provider)
    sent = send_request(actor=actor, now=NOW, request=draft, version=1, words=words_of(draft))

    def resend(number: int) -> str:
        resend_request(actor=actor, now=NOW, request=sent, version=sent.version)
        return "sent"

    assert at_once(8, telling_stale(resend)) == {"sent": 1, "stale": 7}
    waiting = OutgoingMail.objects.filter(state="queued")
    assert [mail.link_args["version"] for mail in waiting] == [2]
    sent.refresh_from_db()
    assert sent.link_version == 2


def test_reminding_and_withdrawing_at_once_leave_no_mail_about_a_closed_request(provider: Partner) -> None:
    actor = actor_of(provider)
    request = make_request(provider, delivery="portal")

    def act(number: int) -> str:
        if number % 2:
            withdraw_request(actor=actor, now=NOW, request=request)
            return "withdrawn"
        remind(actor=actor, now=NOW, request=request, version=1)
        return "reminded"

    outcome = at_once(6, telling_stale(act))
    assert outcome["withdrawn"] == 1
    assert not OutgoingMail.objects.filter(state="queued").exclude(kind="partnership-accepted").exists()


def test_workers_at_once_remind_and_expire_once(provider: Partner) -> None:
    for number in range(12):
        make_request(provider, delivery="portal" if number % 2 else "by_you")
    due, over = NOW.replace(month=4, day=12), NOW.replace(month=4, day=16)

    def sweep(number: int) -> str:
        remind_due(now=due)
        return "done"

    at_once(6, sweep)
    remind_due(now=due)
    mails = OutgoingMail.objects.filter(kind=REMINDER_KIND).values_list("about_id", flat=True)
    assert len(mails) == len(set(mails)) == 6
    assert Notification.objects.filter(kind="request.to_be_reminded").count() == 6

    def close(number: int) -> str:
        expire_requests(now=over)
        return "done"

    at_once(6, close)
    expire_requests(now=over)
    assert Notification.objects.filter(kind="request.expired").count() == 12
    assert not OutgoingMail.objects.filter(state="queued").exists()


def test_two_requests_moved_to_one_address_at_once_do_not_both_go_there(provider: Partner) -> None:
    actor = actor_of(provider)
    requests = [make_request(provider) for _ in range(4)]

    def move(number: int) -> str:
        given: dict[str, Any] = {"company": "Wingtip", "address": "info@wingtip.example", "language": "en"}
        change_recipient(actor=actor, now=NOW, request=requests[number], version=1, **given)
        return "moved"

    assert at_once(4, move) == {"moved": 1, "asking-once": 3}


def test_the_limit_of_mails_holds_at_once(provider: Partner) -> None:
    """Many requests to one company, all moved to the same address one after the other, each by its own person."""
    actor = actor_of(provider)
    requests = [make_request(provider, delivery="portal", link_version=1) for _ in range(6)]

    def act(number: int) -> str:
        request = requests[number]
        given: dict[str, Any] = {"company": "Wingtip", "address": "info@wingtip.example", "language": "en"}
        try:
            moved = change_recipient(actor=actor, now=NOW, request=request, version=1, **given)
        except Refused as refused:
            return refused.refusals[0].code
        OutgoingMail.objects.filter(about_id=str(moved.pk)).update(state="sent", sent_at=NOW, next_attempt_at=None)
        withdraw_request(actor=actor, now=NOW, request=moved)
        return "moved"

    at_once(6, act)
    for number in range(6):
        act(number)
    assert OutgoingMail.objects.filter(to_address="info@wingtip.example").count() == 3
    assert PartnershipRequest.objects.filter(state="sent").count() == 3


def test_a_template_saved_by_many_at_once_is_kept_once(provider: Partner) -> None:
    actor = actor_of(provider)

    def save(number: int) -> str:
        words = Words(f"Subject {number}", "Hello {company}\n\n{link}")
        save_template(actor=actor, now=NOW, provider=provider, language="en", version=0, words=words)
        return "saved"

    assert at_once(6, telling_stale(save)) == {"saved": 1, "stale": 5}
    assert RequestTemplate.objects.get().version == 1
