"""How often a provider asks; and what is known of many addresses at once, in a constant number of queries."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.mail.models import OutgoingMail
from foundation.rules import Refused
from relationships.partners.models import Partner
from relationships.requests.changes import change_recipient, resend_request
from relationships.requests.facts import asking_facts, asking_facts_of
from relationships.requests.languages import language_for
from relationships.requests.models import PartnershipRequest
from relationships.requests.rates import room_today
from relationships.requests.rules import asking_refusals
from relationships.requests.services import create_request, send_request, withdraw_request
from relationships.requests.words import words_of
from tests.relationships.factories import (
    NOW,
    actor_of,
    make_block,
    make_draft,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
)

pytestmark = pytest.mark.django_db
ADDRESS = "info@contoso.example"
DAY = timedelta(days=1)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def ask(provider: Partner, now: datetime, address: str = ADDRESS) -> PartnershipRequest:
    """Ask an address, by the portal, and take it back, so that it can be asked again."""
    actor = actor_of(provider)
    draft = create_request(actor=actor, now=now, company="Contoso", address=address, language="en")
    sent = send_request(actor=actor, now=now, request=draft, version=1, words=words_of(draft))
    OutgoingMail.objects.filter(about_id=str(sent.pk)).update(state="sent", sent_at=now, next_attempt_at=None)
    return withdraw_request(actor=actor, now=now, request=sent)


def test_asking_too_often_the_same_address_within_a_week(provider: Partner, stranger: Partner) -> None:
    for day in range(3):
        ask(provider, NOW + day * DAY)
    with pytest.raises(Refused) as caught:
        ask(provider, NOW + 3 * DAY)
    assert codes(caught) == ["asking-too-often"]
    assert "2026-03-23 10:30" in caught.value.refusals[0].remedy
    assert ask(stranger, NOW + 3 * DAY), "other providers are counted apart"
    assert ask(provider, NOW + 3 * DAY, "other@contoso.example"), "other addresses, too"
    assert ask(provider, NOW + 7 * DAY), "a week after the first there is room again"
    with pytest.raises(Refused):
        ask(provider, NOW + 7 * DAY + timedelta(hours=1))


def test_asking_too_often_a_mail_that_never_left_does_not_count(provider: Partner) -> None:
    for _ in range(3):
        ask(provider, NOW)
    OutgoingMail.objects.filter(to_address=ADDRESS).update(state="cancelled")
    assert ask(provider, NOW + DAY)


def test_asking_too_often_a_draft_that_is_sent_late_is_checked_then(provider: Partner) -> None:
    actor, draft = actor_of(provider), make_draft(provider, recipient_address=ADDRESS)
    for number in range(3):
        earlier = make_request(provider, state="withdrawn", closed_at=NOW, recipient_address=f"a{number}@b.example")
        _mail(earlier, to_address=ADDRESS)
    with pytest.raises(Refused) as caught:
        send_request(actor=actor, now=NOW, request=draft, version=1, words=words_of(draft))
    assert codes(caught) == ["asking-too-often"]


def test_asking_too_often_one_request_does_not_wander_through_many_addresses(provider: Partner) -> None:
    """Each change of the recipient is a mail about the same request."""
    actor = actor_of(provider)
    draft = make_draft(provider)
    request = send_request(actor=actor, now=NOW, request=draft, version=1, words=words_of(draft))

    def move(request: PartnershipRequest, to: str) -> PartnershipRequest:
        OutgoingMail.objects.filter(state="queued").update(state="sent", sent_at=NOW, next_attempt_at=None)
        given: dict[str, Any] = {"company": "Next", "address": to, "language": "en"}
        return change_recipient(actor=actor, now=NOW, request=request, version=request.version, **given)

    request = move(move(request, "a@wingtip.example"), "a@fabrikam.example")
    with pytest.raises(Refused) as caught:
        move(request, "a@relecloud.example")
    assert codes(caught) == ["asking-too-often"]
    assert OutgoingMail.objects.count() == 3


def test_asking_too_many_a_day(provider: Partner, stranger: Partner, settings: Any) -> None:
    settings.PARTNERSHIP_REQUESTS_PER_DAY = 2
    for hour in (0, 1):
        make_request(provider, created_at=NOW + timedelta(hours=hour))
    later = NOW + timedelta(hours=2)
    assert (room_today(provider.pk, later), room_today(stranger.pk, later)) == (0, 2)
    with pytest.raises(Refused) as caught:
        ask(provider, later)
    assert codes(caught) == ["asking-too-many"]
    assert "2026-03-17 10:30" in caught.value.refusals[0].remedy
    assert ask(provider, NOW + DAY)


def test_asking_too_many_a_day_does_not_hold_up_what_is_open(provider: Partner, settings: Any) -> None:
    request = make_request(provider)
    settings.PARTNERSHIP_REQUESTS_PER_DAY = 1
    assert resend_request(actor=actor_of(provider), now=NOW, request=request, version=1)


def test_many_addresses_are_known_at_once_as_each_is_alone(provider: Partner, reseller: Partner) -> None:
    """Own, asked already, partner by domain and by person, blocked, written to too often, and unknown."""
    blocking = make_partner("Blocking Resale")
    make_block(blocking, provider)
    make_partnership(provider, reseller)
    membership_in(reseller, email="Boss@private.example")
    open_one = make_request(provider)
    flooded = make_request(provider, state="withdrawn", closed_at=NOW, recipient_address="much@flooded.example")
    for _ in range(3):
        _mail(flooded)
    expected = {
        f"sales@{provider.tenant.primary_domain}": ["asking-own-address"],
        open_one.recipient_address: ["asking-once"],
        f"info@{reseller.tenant.primary_domain}": ["R16-partners"],
        "boss@private.example": ["R16-partners"],
        f"info@{blocking.tenant.primary_domain}": ["asking-blocked"],
        "much@flooded.example": ["asking-too-often"],
        "nobody@unknown.example": [],
        "somebody@gmail.com": [],
    }
    found = asking_facts_of(provider, list(expected), NOW)
    assert {address: [each.code for each in asking_refusals(facts)] for address, facts in found.items()} == expected
    assert found == {address: asking_facts(provider, address=address, now=NOW) for address in expected}


def test_two_hundred_addresses_cost_as_many_queries_as_two(provider: Partner) -> None:
    addresses = []
    for number in range(10):
        request = make_request(provider, recipient_address=f"a{number}@company{number}.example")
        _mail(request)
        make_partnership(provider, make_partner(f"Reseller {number}", domain=f"reseller{number}.example"))
        addresses += [request.recipient_address, f"info@reseller{number}.example"]
    addresses += [f"info@unknown{number}.example" for number in range(180)]
    costs = []
    for some in (addresses[:2], addresses):
        with CaptureQueriesContext(connection) as asked:
            asking_facts_of(provider, some, NOW)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 14
    with CaptureQueriesContext(connection) as asked:
        language_for(provider, addresses)
    assert len(asked) == 1


def test_the_language_is_the_one_last_used_else_that_of_the_country(provider: Partner, stranger: Partner) -> None:
    make_request(provider, recipient_address="a@contoso.pl", language="ru")
    make_request(
        provider,
        recipient_address="a@contoso.pl",
        language="en",
        created_at=NOW + DAY,
        state="withdrawn",
        closed_at=NOW,
    )
    make_request(provider, recipient_address="somebody@gmail.com", language="pl")
    make_request(stranger, recipient_address="x@wingtip.ru", language="pl")
    expected = {
        "a@contoso.pl": "en",
        "b@contoso.pl": "en",
        "somebody@gmail.com": "pl",
        "somebody.else@gmail.com": "en",
        "x@wingtip.ru": "ru",
        "x@fabrikam.pl": "pl",
        "x@fabrikam.com.cn": "zh-hans",
        "x@fabrikam.example": "en",
    }
    assert language_for(provider, list(expected)) == expected


def _mail(request: PartnershipRequest, **changes: str) -> None:
    OutgoingMail.objects.create(
        **{
            "kind": "partnership-request",
            "to_address": request.recipient_address,
            "subject": "S",
            "text": "T",
            "about_type": "relationships.PartnershipRequest",
            "about_id": str(request.pk),
            "message_id": f"<{OutgoingMail.objects.count()}@test>",
            "state": "sent",
            "created_at": NOW - DAY,
            "sent_at": NOW - DAY,
            **changes,
        }
    )
