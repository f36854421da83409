"""What a provider does with an open request: send it again, put its end off, give it another recipient."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor, operator
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.partners.services import suspend_partner
from relationships.requests import changes
from relationships.requests.admin import (
    PartnershipRequestAdmin,
    extend as extend_by_operator,
    resend as resend_by_operator,
)
from relationships.requests.links import follow, token_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.reminders import remind_due
from relationships.requests.services import send_request, withdraw_request
from relationships.requests.words import draft_words, words_of
from tests.factories import UserFactory
from tests.relationships.factories import (
    NOW,
    actor_of,
    make_claim,
    make_draft,
    make_partner,
    make_partnership,
    make_request,
)

pytestmark = pytest.mark.django_db
State, Delivery = PartnershipRequest.State, PartnershipRequest.Delivery
LATER = NOW + timedelta(days=2)
ELSEWHERE = {"company": "Wingtip", "address": "Boss@Wingtip.example", "language": "pl"}


@pytest.fixture
def actor(provider: Partner) -> Actor:
    """Somebody of the provider."""
    return actor_of(provider)


@pytest.fixture
def sent(provider: Partner, actor: Actor) -> PartnershipRequest:
    """A request that the portal has sent, its mail still waiting."""
    draft = make_draft(provider, created_by=actor.user)
    return send_request(actor=actor, now=NOW, request=draft, version=1, words=words_of(draft))


def resend(actor: Actor, request: PartnershipRequest, **changed: Any) -> PartnershipRequest:
    """Send it again."""
    given = {"actor": actor, "now": LATER, "request": request, "version": request.version, **changed}
    return changes.resend_request(**given)


def readdress(actor: Actor, request: PartnershipRequest, **changed: Any) -> PartnershipRequest:
    """Give it another recipient."""
    given = {"actor": actor, "now": LATER, "request": request, "version": request.version, **ELSEWHERE, **changed}
    return changes.change_recipient(**given)


def extend(actor: Actor, request: PartnershipRequest, until: date, **changed: Any) -> PartnershipRequest:
    """Put its end off."""
    given = {"actor": actor, "now": LATER, "request": request, "version": request.version, "until": until, **changed}
    return changes.extend_request(**given)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def is_current(token: str) -> bool:
    """Say whether a token is that of a request's present link."""
    followed = follow(token)
    assert followed
    return followed.is_current


def verbs(request: PartnershipRequest) -> list[str]:
    """Return what the audit tells of the request."""
    return list(AuditEvent.objects.filter(subject_id=str(request.pk)).order_by("at").values_list("verb", flat=True))


def test_sent_again_the_new_link_works_and_the_old_one_is_dead(actor: Actor, sent: PartnershipRequest) -> None:
    old = token_of(sent)
    again = resend(actor, sent)
    assert not is_current(old)
    assert is_current(token_of(again))
    first, second = OutgoingMail.objects.order_by("created_at")
    assert (first.state, second.state) == ("cancelled", "queued")
    assert second.link_args == {"request": str(sent.pk), "version": 2}
    assert (again.sent_at, again.expires_at) == (NOW, sent.expires_at)
    assert verbs(sent)[-1] == "partnership_request.resent"


def test_a_request_sent_outside_the_portal_is_the_portals_once_it_has_sent_it(provider: Partner, actor: Actor) -> None:
    again = resend(actor, make_request(provider))
    assert again.delivery == Delivery.PORTAL
    assert OutgoingMail.objects.get().to_address == again.recipient_address


def test_an_operator_sends_again_and_the_answer_goes_to_whoever_asked(actor: Actor, sent: PartnershipRequest) -> None:
    resend(operator(UserFactory.create(email="operator@portal.example")), sent)
    assert actor.user
    assert OutgoingMail.objects.get(state="queued").reply_to == actor.user.email


def test_operators_send_again_and_put_the_end_off_from_the_admin(sent: PartnershipRequest) -> None:
    admins = operator(UserFactory.create())
    extend_by_operator(actor=admins, now=LATER, record=sent, days=10)
    sent.refresh_from_db()
    assert sent.expires_at == NOW + timedelta(days=40)
    resend_by_operator(actor=admins, now=LATER, record=sent)
    sent.refresh_from_db()
    assert sent.link_version == 2
    offered = {each.name for each in PartnershipRequestAdmin.operations if each.offered(sent)}
    assert offered == {"resend", "extend", "withdraw"}


def test_request_sent_a_draft_is_not_sent_again(provider: Partner, actor: Actor) -> None:
    with pytest.raises(Refused) as caught:
        resend(actor, make_draft(provider))
    assert codes(caught) == ["request-sent"]


@pytest.mark.parametrize("do", [resend, readdress, lambda a, r: extend(a, r, date(2026, 4, 20))])
def test_request_open_nothing_is_done_with_a_closed_or_expired_request(
    provider: Partner, actor: Actor, do: Any
) -> None:
    withdrawn = withdraw_request(actor=actor, now=NOW, request=make_request(provider))
    for request in (withdrawn, make_request(provider, expires_at=LATER)):
        with pytest.raises(Refused) as caught:
            do(actor, request)
        assert codes(caught) == ["request-open"]
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("do", [resend, readdress, lambda a, r, **c: extend(a, r, date(2026, 4, 20), **c)])
def test_who_has_not_seen_the_latest_change_is_told(actor: Actor, sent: PartnershipRequest, do: Any) -> None:
    with pytest.raises(Stale):
        do(actor, sent, version=sent.version - 1)
    sent.refresh_from_db()
    assert sent.link_version == 1


def test_r70_a_suspended_provider_sends_nothing_again(actor: Actor, sent: PartnershipRequest) -> None:
    suspend_partner(actor=actor, now=NOW, partner=sent.provider, reason="Unpaid")
    for do in (resend, readdress):
        with pytest.raises(Refused) as caught:
            do(actor, sent)
        assert codes(caught) == ["R70"]


def test_r16_partners_are_not_asked_again(provider: Partner, reseller: Partner, actor: Actor) -> None:
    request = make_request(provider, reseller)
    make_partnership(provider, reseller)
    with pytest.raises(Refused) as caught:
        resend(actor, request)
    assert codes(caught) == ["R16-partners"]


def test_the_end_is_put_off_with_the_same_link_and_the_text_names_the_new_day(provider: Partner, actor: Actor) -> None:
    assert actor.user
    expires_at = NOW + timedelta(days=30)
    words = draft_words(provider=provider, writer=actor.user, company="Contoso", language="ru", expires_at=expires_at)
    request = make_request(provider, language="ru", text=words.text, expires_at=expires_at, reminded_at=NOW)
    token = token_of(request)
    later = extend(actor, request, date(2026, 5, 1))
    assert later.expires_at == NOW.replace(month=5, day=1)
    assert is_current(token)
    assert "15 апреля 2026" in words.text
    assert "15 апреля 2026" not in later.text
    assert "1 мая 2026" in later.text
    assert later.reminded_at is None, "before the new end there is a reminder again"
    assert not OutgoingMail.objects.exists()


def test_with_the_extension_the_recipient_is_reminded_if_that_is_wanted(actor: Actor, sent: PartnershipRequest) -> None:
    later = extend(actor, sent, date(2026, 5, 1), remind=True)
    reminder = OutgoingMail.objects.get(kind="partnership-request-reminder")
    assert "1 May 2026" in reminder.text
    assert reminder.link_args == {"request": str(sent.pk), "version": 1}
    assert later.reminded_at is None


@pytest.mark.parametrize("until", [date(2026, 4, 15), date(2026, 4, 1), date(2026, 6, 17)])
def test_request_end_neither_earlier_nor_for_ever(actor: Actor, sent: PartnershipRequest, until: date) -> None:
    """It ends on 15 April; ninety days from the day of the change are 16 June."""
    with pytest.raises(Refused) as caught:
        extend(actor, sent, until)
    assert codes(caught) == ["request-end"]
    assert extend(actor, sent, date(2026, 6, 16)).expires_at == sent.expires_at + timedelta(days=62)


def test_an_expired_request_is_not_brought_back(actor: Actor, sent: PartnershipRequest) -> None:
    with pytest.raises(Refused) as caught:
        extend(actor, sent, date(2026, 5, 1), now=sent.expires_at)
    assert "Ask again" in caught.value.refusals[0].remedy


def test_the_new_recipient_gets_a_link_of_its_own_at_once(actor: Actor, sent: PartnershipRequest) -> None:
    PartnershipRequest.objects.filter(pk=sent.pk).update(viewed_at=NOW, reminded_at=NOW)
    old, before = token_of(sent), sent.recipient_address
    changed = readdress(actor, sent)
    assert (changed.recipient_company, changed.recipient_address) == ("Wingtip", "boss@wingtip.example")
    assert (changed.viewed_at, changed.reminded_at, changed.sent_at) == (None, None, LATER)
    assert not is_current(old)
    assert is_current(token_of(changed))
    first, second = OutgoingMail.objects.order_by("created_at")
    assert (first.to_address, first.state) == (before, "cancelled")
    assert (second.to_address, second.language) == ("boss@wingtip.example", "pl")
    assert "Wingtip" in second.text
    assert "Dzień dobry" in second.text
    event = AuditEvent.objects.get(verb="partnership_request.readdressed")
    assert event.data == {"before": before, "after": "boss@wingtip.example"}


def test_the_words_can_be_kept(actor: Actor, sent: PartnershipRequest) -> None:
    changed = readdress(actor, sent, keep_words=True)
    assert words_of(changed) == words_of(sent)


def test_the_new_recipient_of_a_draft_or_of_a_mail_of_ones_own_gets_no_mail(provider: Partner, actor: Actor) -> None:
    for request in (make_draft(provider), make_request(provider)):
        changed = readdress(actor, request, address=f"{request.state}@wingtip.example")
        assert changed.state == request.state
        assert changed.link_version == 2
    assert not OutgoingMail.objects.exists()


def test_who_was_allowed_to_answer_in_place_of_the_recipient_is_so_no_longer(
    provider: Partner, reseller: Partner, actor: Actor
) -> None:
    request = make_request(provider, recipient_partner=reseller)
    claim = make_claim(request, reseller)
    changed = readdress(actor, request)
    assert changed.recipient_partner is None
    assert claim.link_version < changed.link_version


def test_every_rule_of_asking_holds_for_the_new_address(provider: Partner, reseller: Partner, actor: Actor) -> None:
    make_partnership(provider, reseller)
    request, other = make_request(provider), make_request(provider)
    for address, code in (
        (f"info@{reseller.tenant.primary_domain}", "R16-partners"),
        (f"sales@{provider.tenant.primary_domain}", "asking-own-address"),
        (other.recipient_address, "asking-once"),
    ):
        with pytest.raises(Refused) as caught:
            readdress(actor, request, address=address)
        assert codes(caught) == [code]


def test_an_expired_request_does_not_keep_its_address_from_another(provider: Partner, actor: Actor) -> None:
    over = make_request(provider, recipient_address="boss@wingtip.example", expires_at=LATER)
    assert readdress(actor, make_request(provider)).recipient_address == "boss@wingtip.example"
    over.refresh_from_db()
    assert over.state == State.EXPIRED


def test_two_providers_do_not_disturb_one_another(stranger: Partner, actor: Actor, sent: PartnershipRequest) -> None:
    other = make_request(stranger, recipient_address=sent.recipient_address)
    resend(actor, sent)
    other.refresh_from_db()
    assert (other.link_version, make_partner("Other").requests_made.count()) == (1, 0)


def test_a_short_extension_does_not_remind_again_who_has_just_been_reminded(provider: Partner) -> None:
    """Who leaves the reminder unticked sends none; a longer one has its reminder before the new end."""
    request = make_request(provider, delivery=PartnershipRequest.Delivery.PORTAL)
    due = request.expires_at - timedelta(days=3)
    assert remind_due(now=due) == 1
    for days in (1, 20):
        request.refresh_from_db()
        until = localdate(request.expires_at) + timedelta(days=days)
        changes.extend_request(actor=actor_of(provider), now=due, request=request, version=request.version, until=until)
        assert remind_due(now=due + timedelta(hours=1)) == 0
    request.refresh_from_db()
    assert remind_due(now=request.expires_at - timedelta(days=1)) == 1
