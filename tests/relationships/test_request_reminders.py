"""Reminders of a request: by hand, and by themselves once before it expires, after downtime too."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.conf import settings

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.partners.services import suspend_partner
from relationships.requests import reminders
from relationships.requests.links import REMINDER_KIND
from relationships.requests.mails import mail_reminder
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import withdraw_request
from relationships.requests.tasks import expire, remind as remind_task
from tests.relationships.factories import NOW, actor_of, make_draft, make_partnership, make_request, membership_in

pytestmark = pytest.mark.django_db
State, Delivery = PartnershipRequest.State, PartnershipRequest.Delivery
DAY = timedelta(days=1)
DUE = NOW + timedelta(days=25)
PORTAL: dict[str, Any] = {"delivery": Delivery.PORTAL}


@pytest.fixture
def actor(provider: Partner) -> Actor:
    """Somebody of the provider."""
    return actor_of(provider)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def reminders_out() -> list[str]:
    """Return to whom reminders go."""
    return list(OutgoingMail.objects.filter(kind=REMINDER_KIND).values_list("to_address", flat=True))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is no answer yet"), ("pl", "Przypomnienie"), ("ru", "Напоминание"), ("zh-hans", "提醒")],
)
def test_a_reminder_by_hand_has_the_same_link_in_the_requests_language(
    provider: Partner, actor: Actor, language: str, words: str
) -> None:
    request = make_request(provider, language=language, **PORTAL)
    reminded = reminders.remind(actor=actor, now=NOW + DAY, request=request, version=1)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.language, mail.to_address) == (REMINDER_KIND, language, request.recipient_address)
    assert mail.link_args == {"request": str(request.pk), "version": 1}
    assert words in f"{mail.subject} {mail.text}"
    assert actor.user
    assert mail.reply_to == actor.user.email
    assert reminded.reminded_at is None, "an early one does not stand for the automatic one"


def test_a_late_one_by_hand_stands_for_the_automatic_one(provider: Partner, actor: Actor) -> None:
    request = make_request(provider, **PORTAL)
    reminders.remind(actor=actor, now=DUE, request=request, version=1)
    assert reminders.remind_due(now=DUE + DAY) == 0


def test_request_by_portal_the_portal_does_not_remind_of_what_it_has_not_sent(provider: Partner, actor: Actor) -> None:
    with pytest.raises(Refused) as caught:
        reminders.remind(actor=actor, now=NOW, request=make_request(provider), version=1)
    assert codes(caught) == ["request-by-portal"]


def test_neither_a_draft_nor_a_closed_request_is_reminded_of(provider: Partner, actor: Actor) -> None:
    closed = withdraw_request(actor=actor, now=NOW, request=make_request(provider, **PORTAL))
    for request, code in ((make_draft(provider), "request-sent"), (closed, "request-open")):
        with pytest.raises(Refused) as caught:
            reminders.remind(actor=actor, now=NOW, request=request, version=request.version)
        assert codes(caught) == [code]
    assert not OutgoingMail.objects.exists()


def test_pressed_twice_there_is_one_reminder(provider: Partner, actor: Actor) -> None:
    request = make_request(provider, **PORTAL)
    reminders.remind(actor=actor, now=NOW, request=request, version=1)
    with pytest.raises(Stale):
        reminders.remind(actor=actor, now=NOW, request=request, version=1)
    assert len(reminders_out()) == 1


def test_asking_too_often_reminders_are_counted_with_the_other_mails(provider: Partner, actor: Actor) -> None:
    request = make_request(provider, **PORTAL)
    for day in range(settings.PARTNERSHIP_REQUEST_MAILS):
        request = reminders.remind(actor=actor, now=NOW + day * DAY, request=request, version=request.version)
    with pytest.raises(Refused) as caught:
        reminders.remind(actor=actor, now=NOW + 3 * DAY, request=request, version=request.version)
    assert codes(caught) == ["asking-too-often"]
    assert "2026-03-23 10:30" in caught.value.refusals[0].remedy
    assert reminders.remind(actor=actor, now=NOW + 7 * DAY, request=request, version=request.version)


def test_the_automatic_reminder_goes_out_once_a_few_days_before_the_end(provider: Partner) -> None:
    request = make_request(provider, **PORTAL)
    assert reminders.remind_due(now=DUE - timedelta(seconds=1)) == 0
    assert reminders.remind_due(now=DUE) == 1
    assert reminders.remind_due(now=DUE + DAY) == 0
    assert reminders_out() == [request.recipient_address]
    event = AuditEvent.objects.get(verb="partnership_request.reminded")
    assert (event.actor_name, event.at) == ("portal", DUE)
    assert OutgoingMail.objects.get().reply_to == request.created_by.email


def test_switched_off_there_is_none(provider: Partner, actor: Actor) -> None:
    request = make_request(provider, **PORTAL)
    reminders.switch_reminder(actor=actor, now=NOW, request=request, wanted=False)
    reminders.switch_reminder(actor=actor, now=NOW, request=request, wanted=False)
    assert AuditEvent.objects.filter(verb="partnership_request.reminder_switched").count() == 1
    assert reminders.remind_due(now=DUE) == 0
    reminders.switch_reminder(actor=actor, now=DUE, request=request, wanted=True)
    assert reminders.remind_due(now=DUE) == 1


def test_request_open_the_reminder_of_a_closed_request_is_not_switched(provider: Partner, actor: Actor) -> None:
    request = withdraw_request(actor=actor, now=NOW, request=make_request(provider))
    with pytest.raises(Refused) as caught:
        reminders.switch_reminder(actor=actor, now=NOW, request=request, wanted=False)
    assert codes(caught) == ["request-open"]


def test_who_sent_the_mail_outside_the_portal_is_told_to_remind(provider: Partner) -> None:
    request = make_request(provider)
    membership_in(provider)
    assert reminders.remind_due(now=DUE) == 1
    assert not OutgoingMail.objects.exists()
    notice = Notification.objects.get()
    assert (notice.user, notice.kind) == (request.created_by, "request.to_be_reminded")


def test_a_mail_that_went_out_just_now_is_not_reminded_of_yet(provider: Partner) -> None:
    """A draft that was long in the making."""
    make_request(provider, sent_at=DUE, **PORTAL)
    assert reminders.remind_due(now=DUE) == 0
    assert reminders.remind_due(now=DUE + DAY) == 1


def test_nobody_is_reminded_whom_the_provider_may_not_write_to_now(provider: Partner, reseller: Partner) -> None:
    make_request(provider, reseller, **PORTAL)
    make_partnership(provider, reseller)
    assert reminders.remind_due(now=DUE) == 1
    assert not OutgoingMail.objects.filter(kind=REMINDER_KIND).exists()
    event = AuditEvent.objects.get(verb="partnership_request.reminder_left_out")
    assert [each["code"] for each in event.data["refusals"]] == ["R16-partners"]
    assert reminders.remind_due(now=DUE + DAY) == 0


def test_r70_nobody_is_reminded_for_a_suspended_provider(provider: Partner, actor: Actor) -> None:
    make_request(provider, **PORTAL)
    suspend_partner(actor=actor, now=NOW, partner=provider, reason="Unpaid")
    reminders.remind_due(now=DUE)
    assert not reminders_out()


def test_the_sweeper_works_through_more_than_one_batch(provider: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "REMINDED_AT_ONCE", 2)
    for _ in range(5):
        make_request(provider, **PORTAL)
    assert reminders.remind_due(now=DUE) == 5
    assert len(set(reminders_out())) == 5


def test_who_asked_is_told_when_the_time_is_over(provider: Partner, actor: Actor) -> None:
    request, draft = make_request(provider), make_draft(provider)
    with time_machine.travel(request.expires_at, tick=False):
        expire()
        expire()
    told = {(notice.user, notice.kind) for notice in Notification.objects.all()}
    assert told == {(request.created_by, "request.expired"), (draft.created_by, "request.draft_expired")}
    assert Notification.objects.count() == 2


def test_when_who_asked_has_left_the_others_are_told(provider: Partner, actor: Actor) -> None:
    request = make_request(provider)
    request.created_by.memberships.update(ended_at=NOW)
    with time_machine.travel(request.expires_at, tick=False):
        expire()
    assert [notice.user for notice in Notification.objects.all()] == [actor.user]


def test_over_120_days_with_downtime_each_is_reminded_of_and_expires_once(provider: Partner, actor: Actor) -> None:
    """Many requests; sweeps at odd times, sometimes none for days. What is closed is left alone."""
    chance = random.Random(4)
    made = [_made(provider, chance) for _ in range(40)]
    closed_at = {request.pk: _closing(request, chance) for request in made[:15]}
    moments = _sweeps(chance)
    for now in moments:
        for request in made:
            closing = closed_at.get(request.pk)
            if closing and closing <= now and request.state == State.SENT and request.is_open_at(closing):
                request.state = withdraw_request(actor=actor, now=closing, request=request).state
        with time_machine.travel(now, tick=False):
            remind_task()
            expire()
    for request in made:
        happened = Counter(AuditEvent.objects.filter(subject_id=str(request.pk)).values_list("verb", flat=True))
        reminded_at = _expected_reminder(request, moments, closed_at.get(request.pk))
        told = happened["partnership_request.reminded"] + happened["partnership_request.asker_reminded"]
        assert told == (1 if reminded_at else 0)
        mails = OutgoingMail.objects.filter(about_id=str(request.pk), kind=REMINDER_KIND)
        assert mails.count() == (1 if reminded_at and request.delivery == Delivery.PORTAL else 0)
        request.refresh_from_db()
        assert request.reminded_at == reminded_at
        is_over = request.state == State.EXPIRED
        assert is_over == (request.state != State.WITHDRAWN)
        assert happened["partnership_request.expired"] == int(is_over)
        url = f"/resellers/requests/{request.pk}/"
        assert Notification.objects.filter(kind="request.expired", url=url).count() == int(is_over)
    ends = Counter(request.state for request in made)
    reminded = PartnershipRequest.objects.exclude(reminded_at=None).count()
    wanted = PartnershipRequest.objects.filter(reminder_wanted=True).count()
    assert ends[State.WITHDRAWN] > 5 < reminded < wanted, "some are closed, some missed by downtime, most reminded of"


def _made(provider: Partner, chance: random.Random) -> PartnershipRequest:
    at = NOW + timedelta(hours=chance.randrange(24 * 60))
    return make_request(
        provider,
        created_at=at,
        sent_at=at,
        expires_at=at + timedelta(days=chance.choice((10, 30, 45))),
        delivery=chance.choice((Delivery.PORTAL, Delivery.BY_YOU)),
        reminder_wanted=chance.random() < 0.8,
    )


def _closing(request: PartnershipRequest, chance: random.Random) -> datetime:
    length = (request.expires_at - request.created_at).total_seconds()
    return request.created_at + timedelta(seconds=chance.uniform(1, length - 1))


def _sweeps(chance: random.Random) -> list[datetime]:
    """Return when the scheduler ran: mostly every few hours, now and then not for days."""
    moments, now = [], NOW
    while now < NOW + timedelta(days=120):
        now += timedelta(days=chance.uniform(2, 9)) if chance.random() < 0.1 else timedelta(hours=chance.uniform(1, 20))
        moments.append(now)
    return moments


def _expected_reminder(
    request: PartnershipRequest, moments: list[datetime], closed_at: datetime | None
) -> datetime | None:
    """Return the first sweep between when the reminder is due and the request's end."""
    due = request.expires_at - timedelta(days=settings.PARTNERSHIP_REQUEST_REMINDER_DAYS)
    over = min(closed_at or request.expires_at, request.expires_at)
    hits = (now for now in moments if due <= now < over)
    return next(hits, None) if request.reminder_wanted else None


def test_a_request_with_which_something_is_wrong_holds_up_no_other_reminder(provider: Partner) -> None:
    """It stays as it is, and is tried again by the next sweep; with one at a time, too, the sweep comes to an end."""
    broken, other = (make_request(provider, **PORTAL) for _each in range(2))

    def failing(*, request: PartnershipRequest, **rest: Any) -> None:
        if request == broken:
            raise LookupError
        mail_reminder(request=request, **rest)

    with patch.object(reminders, "mail_reminder", failing), patch.object(reminders, "REMINDED_AT_ONCE", 1):
        assert reminders.remind_due(now=DUE) == 1
    assert reminders_out() == [other.recipient_address]
    assert reminders.remind_due(now=DUE) == 1
    assert sorted(reminders_out()) == sorted([broken.recipient_address, other.recipient_address])


def test_a_reminder_by_hand_just_before_the_automatic_one_stands_for_it(provider: Partner, actor: Actor) -> None:
    """Nobody is reminded twice within an hour."""
    request = make_request(provider, **PORTAL)
    reminders.remind(actor=actor, now=DUE - timedelta(hours=1), request=request, version=1)
    assert reminders.remind_due(now=DUE) == 0


def test_answers_to_a_reminder_do_not_go_to_somebody_who_has_left(provider: Partner) -> None:
    """They go to a Global admin instead."""
    admin = membership_in(provider).user
    left = membership_in(provider, "sales_agent")
    make_request(provider, created_by=left.user, **PORTAL)
    left.ended_at = NOW
    left.save()
    reminders.remind_due(now=DUE)
    assert OutgoingMail.objects.get().reply_to == admin.email
