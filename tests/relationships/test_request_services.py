"""The provider's side: one open request per address, the link that cannot be lost, sending, withdrawing, expiring."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.partners.services import suspend_partner
from relationships.request_templates.words import Words
from relationships.requests import services
from relationships.requests.links import token_of, url_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.notices import tell_expired
from relationships.requests.tasks import expire
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    actor_of,
    make_draft,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
)

pytestmark = pytest.mark.django_db
State, Delivery = PartnershipRequest.State, PartnershipRequest.Delivery


def create(provider: Partner, **changes: Any) -> PartnershipRequest:
    """Ask somebody."""
    asked = {"company": "Contoso Resale", "address": "Admin@Contoso.example", "language": "en", **changes}
    return services.create_request(actor=actor_of(provider), now=NOW, **asked)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def test_a_request_begins_as_a_draft_whose_link_works(provider: Partner) -> None:
    request = create(provider)
    assert (request.state, request.delivery, request.recipient_address) == ("draft", "none", "admin@contoso.example")
    assert request.expires_at == NOW + timedelta(days=settings.PARTNERSHIP_REQUEST_DAYS)
    assert "{link}" in request.text
    assert token_of(request) not in request.text


def test_asking_once_per_provider_and_address_while_it_is_open(provider: Partner, stranger: Partner) -> None:
    create(provider)
    with pytest.raises(Refused) as caught:
        create(provider, address="ADMIN@contoso.example ")
    assert codes(caught) == ["asking-once"]
    assert create(stranger).pk, "another provider may ask the same address"


def test_an_expired_request_does_not_block_a_new_one(provider: Partner) -> None:
    """Even if nobody has swept it yet."""
    old = make_request(provider, recipient_address="admin@contoso.example", expires_at=NOW)
    assert create(provider).pk != old.pk
    old.refresh_from_db()
    assert (old.state, old.closed_at) == ("expired", old.expires_at)


def test_asking_own_address_is_refused(provider: Partner) -> None:
    membership_in(provider, username="me@private.example", email="me@private.example")
    for address in (f"sales@{provider.tenant.primary_domain}", "me@private.example"):
        with pytest.raises(Refused) as caught:
            create(provider, address=address)
        assert codes(caught) == ["asking-own-address"]


def test_r16_partners_are_recognised_when_asked_again(provider: Partner, reseller: Partner) -> None:
    membership_in(reseller, email="boss@private.example")
    make_partnership(provider, reseller)
    for address in (f"info@{reseller.tenant.primary_domain}", "boss@private.example"):
        with pytest.raises(Refused) as caught:
            create(provider, address=address)
        assert codes(caught) == ["R16-partners"]


def test_asking_does_not_tell_who_has_an_account(provider: Partner) -> None:
    """A company of another region can be asked; only its own people learn why it does not work."""
    far = make_partner("Far Resale", country="US")
    assert create(provider, address=f"info@{far.tenant.primary_domain}").pk


def test_r19_a_provider_without_an_agreement_cannot_ask() -> None:
    with pytest.raises(Refused) as caught:
        create(make_partner("Unsigned Distribution", PROVIDER, signed=False))
    assert codes(caught) == ["R19"]


def test_r70_a_suspended_provider_cannot_ask_or_send(provider: Partner) -> None:
    draft = make_draft(provider)
    suspend_partner(actor=actor_of(provider), now=NOW, partner=provider, reason="Unpaid")
    with pytest.raises(Refused) as caught:
        create(provider)
    assert codes(caught) == ["R70"]
    with pytest.raises(Refused) as caught:
        services.send_request(actor=actor_of(provider), now=NOW, request=draft, version=1, words=Words("S", "{link}"))
    assert codes(caught) == ["R70"]


def test_asking_provider_must_be_enrolled_as_one() -> None:
    with pytest.raises(Refused) as caught:
        create(make_partner("Direct", DIRECT))
    assert codes(caught) == ["asking-provider"]


def test_r15_the_link_is_put_back_when_the_writer_removes_it(provider: Partner) -> None:
    draft = make_draft(provider)
    saved = services.save_words(
        actor=actor_of(provider), now=NOW, request=draft, version=1, words=Words("New subject", "Come and see us.")
    )
    assert saved.text == "Come and see us.\n\n{link}\n"
    event = AuditEvent.objects.get(verb="partnership_request.edited")
    assert event.data == {"link_put_back": True}


@pytest.mark.parametrize("damage", ["{url}", "{url}extra", "{start}", "{start}abc", "{other}", "{{link}}"])
def test_r15_a_link_as_people_see_it_or_a_damaged_one_becomes_the_link(provider: Partner, damage: str) -> None:
    """Another request's link, too: one link is for one recipient."""
    draft, other = make_draft(provider), make_draft(provider)
    url = url_of(draft)
    link = damage.format(url=url, start=url[: -len(token_of(draft)) - 1], other=url_of(other))
    words = Words("Subject", f"See {link} soon.")
    saved = services.save_words(actor=actor_of(provider), now=NOW, request=draft, version=1, words=words)
    assert saved.text == "See {link} soon.\n"


def test_r15_words_that_stand_right_behind_the_link_do_not_break_it(provider: Partner) -> None:
    """As they do in Chinese."""
    draft = make_draft(provider)
    words = Words("Subject", f"请打开{url_of(draft)}并登录。")
    saved = services.save_words(actor=actor_of(provider), now=NOW, request=draft, version=1, words=words)
    assert saved.text == "请打开{link} 并登录。\n"


def test_two_writers_do_not_overwrite_one_another(provider: Partner) -> None:
    draft = make_draft(provider)
    actor = actor_of(provider)
    services.save_words(actor=actor, now=NOW, request=draft, version=1, words=Words("Mine", "{link} mine"))
    with pytest.raises(Stale):
        services.save_words(actor=actor, now=NOW, request=draft, version=1, words=Words("Theirs", "{link} theirs"))
    same = services.save_words(actor=actor, now=NOW, request=draft, version=1, words=Words("Mine", "{link} mine"))
    assert same.version == 2, "the same words do not collide"


def test_send_puts_one_mail_into_the_outbox(provider: Partner) -> None:
    draft, actor = make_draft(provider), actor_of(provider)
    words = Words("Work with us", "Please:\n\n{link}")
    sent = services.send_request(actor=actor, now=NOW, request=draft, version=1, words=words)
    assert (sent.state, sent.delivery, sent.sent_at) == ("sent", "portal", NOW)
    mail = OutgoingMail.objects.get()
    assert actor.user
    assert (mail.to_address, mail.subject, mail.from_name, mail.reply_to) == (
        draft.recipient_address,
        "Work with us",
        provider.name,
        actor.user.email,
    )
    with pytest.raises(Refused) as caught:
        services.send_request(actor=actor, now=NOW, request=draft, version=2, words=words)
    assert codes(caught) == ["request-draft"]
    assert OutgoingMail.objects.count() == 1


def test_done_without_send_is_sent_by_hand(provider: Partner) -> None:
    draft, actor = make_draft(provider), actor_of(provider)
    words = Words(draft.subject, draft.text)
    done = services.finish_by_hand(actor=actor, now=NOW, request=draft, version=1, words=words)
    assert (done.state, done.delivery) == ("sent", "by_you")
    again = services.finish_by_hand(actor=actor, now=NOW, request=draft, version=1, words=words)
    assert again.version == done.version, "pressed twice, it is done once"
    assert not OutgoingMail.objects.exists()


def test_done_after_send_stays_sent_by_the_portal(provider: Partner) -> None:
    draft, actor = make_draft(provider), actor_of(provider)
    words = Words(draft.subject, draft.text)
    services.send_request(actor=actor, now=NOW, request=draft, version=1, words=words)
    done = services.finish_by_hand(actor=actor, now=NOW, request=draft, version=1, words=words)
    assert done.delivery == Delivery.PORTAL


def test_request_open_a_withdrawn_request_cancels_its_waiting_mail(provider: Partner) -> None:
    draft, actor = make_draft(provider), actor_of(provider)
    sent = services.send_request(actor=actor, now=NOW, request=draft, version=1, words=Words(draft.subject, draft.text))
    withdrawn = services.withdraw_request(actor=actor, now=NOW, request=sent)
    assert (withdrawn.state, withdrawn.closed_at, withdrawn.closed_by) == ("withdrawn", NOW, actor.name)
    assert OutgoingMail.objects.get().state == OutgoingMail.State.CANCELLED
    with pytest.raises(Refused) as caught:
        services.withdraw_request(actor=actor, now=NOW, request=sent)
    assert codes(caught) == ["request-open"]


def test_request_draft_closed_requests_are_not_edited(provider: Partner) -> None:
    request = make_request(provider)
    with pytest.raises(Refused) as caught:
        services.save_words(actor=actor_of(provider), now=NOW, request=request, version=1, words=Words("A", "{link}"))
    assert codes(caught) == ["request-draft"]


def test_an_open_request_past_its_expiry_is_expired_for_everybody(provider: Partner) -> None:
    """The row and the list's annotation agree, before any sweeper has been there."""
    over = make_request(provider, expires_at=NOW)
    open_ = make_request(provider, expires_at=NOW + timedelta(seconds=1))
    assert over.state_at(NOW) == State.EXPIRED
    assert over.ended_at(NOW) == NOW
    assert open_.state_at(NOW) == State.SENT
    assert open_.ended_at(NOW) is None
    assert PartnershipRequest.objects.counts_by_state(NOW) == {"expired": 1, "sent": 1}
    assert list(PartnershipRequest.objects.open_at(NOW)) == [open_]
    assert list(PartnershipRequest.objects.past_expiry(NOW)) == [over]


def test_the_sweeper_closes_what_is_over(provider: Partner) -> None:
    over = make_request(provider, expires_at=NOW - timedelta(days=1))
    make_request(provider)
    assert services.expire_requests(now=NOW) == 1
    over.refresh_from_db()
    assert (over.state, over.closed_at) == ("expired", NOW - timedelta(days=1))
    assert services.expire_requests(now=NOW) == 0
    assert AuditEvent.objects.filter(verb="partnership_request.expired").count() == 1


@pytest.mark.usefixtures("at_now")
def test_the_scheduler_runs_the_sweeper(provider: Partner) -> None:
    make_request(provider, expires_at=NOW - timedelta(days=1))
    expire()
    assert PartnershipRequest.objects.get().state == State.EXPIRED


def test_the_sweeper_works_through_more_than_one_batch(provider: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SWEPT_AT_ONCE", 2)
    for _ in range(5):
        make_request(provider, expires_at=NOW)
    assert services.expire_requests(now=NOW) == 5


def test_a_request_with_which_something_is_wrong_holds_up_no_other_expiry(provider: Partner) -> None:
    """It stays as it is, and is tried again by the next sweep."""
    broken, other = make_request(provider), make_request(provider)

    def failing(*, request: PartnershipRequest, **rest: Any) -> None:
        if request == broken:
            raise LookupError
        tell_expired(request=request, **rest)

    with patch.object(services, "tell_expired", failing), patch.object(services, "SWEPT_AT_ONCE", 1):
        assert services.expire_requests(now=other.expires_at) == 1
    states = dict(PartnershipRequest.objects.values_list("pk", "state"))
    assert states == {broken.pk: "sent", other.pk: "expired"}
    assert services.expire_requests(now=other.expires_at) == 1
