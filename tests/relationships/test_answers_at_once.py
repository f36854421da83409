"""Everything that can end a request, by many people in one moment: one end, one mail, a clear answer to the rest."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.versions import Stale
from relationships.answers import services as answers
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import block_provider, end_block
from relationships.claims.models import RecipientClaim
from relationships.claims.services import allow_claim, refuse_claim
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.request_templates.words import Words
from relationships.requests import services
from relationships.requests.changes import change_recipient, resend_request
from relationships.requests.links import Followed, follow, token_of
from relationships.requests.models import PartnershipRequest
from tests.relationships.at_once import at_once
from tests.relationships.factories import (
    NOW,
    PROVIDER,
    actor_of,
    make_block,
    make_claim,
    make_draft,
    make_partner,
    make_request,
)

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50
ENDS = {"accepted", "declined", "withdrawn", "expired"}
CLEAR = {
    "accepted": {"R16-partners", "request-open"},
    "declined": {"R16-declined", "request-open"},
    "withdrawn": {"R16-withdrawn", "request-open"},
    "expired": {"R16-expired", "request-open"},
}
"""What everybody else may be told, by the end that came first."""


@pytest.fixture
def provider(transactional_db: None) -> Partner:
    """An indirect provider in Germany."""
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(transactional_db: None) -> Partner:
    """A reseller."""
    return make_partner("Contoso Resale", country="FR")


def sent(provider: Partner, reseller: Partner) -> PartnershipRequest:
    """Return a request whose mail waits in the outbox."""
    draft = make_draft(provider, reseller)
    words = Words(draft.subject, draft.text)
    return services.send_request(actor=actor_of(provider), now=NOW, request=draft, version=1, words=words)


def ends(request: PartnershipRequest, provider: Partner, reseller: Partner) -> list[Callable[[], str]]:
    """Return the four ways in which a request can end; each says which it was, or that it found nothing to do."""
    answering, asking, token = actor_of(reseller), actor_of(provider), token_of(request)

    def followed() -> Followed:
        found = follow(token)
        assert found
        return found

    def accept() -> str:
        answers.accept_request(actor=answering, now=NOW, followed=followed(), ticked=True)
        return "accepted"

    def decline() -> str:
        answers.decline_request(actor=answering, now=NOW, followed=followed(), reason="No.", block=True)
        return "declined"

    def withdraw() -> str:
        services.withdraw_request(actor=asking, now=NOW, request=request)
        return "withdrawn"

    def expire() -> str:
        closed = services.expire_requests(now=request.expires_at + timedelta(seconds=1))
        return "expired" if closed else "nothing due"

    return [accept, decline, withdraw, expire]


@pytest.mark.parametrize("first", range(4), ids=["accept", "decline", "withdraw", "expire"])
def test_fifty_mixed_ends_of_one_request_are_one_end(provider: Partner, reseller: Partner, first: int) -> None:
    """Whatever comes first; the mix begins with another one each time."""
    request = sent(provider, reseller)
    doings = ends(request, provider, reseller)
    outcome = at_once(PEOPLE, lambda number: doings[(number + first) % 4]())

    request.refresh_from_db()
    assert {end: outcome[end] for end in ENDS if outcome[end]} == {request.state: 1}
    assert set(outcome) - {request.state, "nothing due"} <= CLEAR[request.state], outcome
    assert sum(outcome.values()) == PEOPLE

    accepted, declined = request.state == "accepted", request.state == "declined"
    assert Partnership.objects.count() == accepted
    assert DelegatedAdmin.objects.count() == accepted
    assert RequestBlock.objects.count() == declined
    assert OutgoingMail.objects.filter(kind="partnership-accepted").count() == accepted
    assert OutgoingMail.objects.filter(kind="partnership-declined").count() == declined
    assert OutgoingMail.objects.get(kind="partnership-request").state == OutgoingMail.State.CANCELLED
    verbs = [f"partnership_request.{end}" for end in ENDS]
    assert AuditEvent.objects.filter(verb__in=verbs).count() == 1
    told = {"accepted": "partnership.accepted", "declined": "partnership.declined", "expired": "request.expired"}
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == ({told[request.state]} if request.state in told else set())


def test_accepting_while_the_request_is_sent_again_and_readdressed_leaves_one_link_and_one_recipient(
    provider: Partner, reseller: Partner
) -> None:
    """Who accepts comes first, or has a dead link; of the changes each sees the one before, or is told of it."""
    request = sent(provider, reseller)
    token, answering, asking = token_of(request), actor_of(reseller), actor_of(provider)
    stated: dict[str, Any] = {"actor": asking, "now": NOW, "request": request, "version": request.version}

    def act(number: int) -> str:
        try:
            if number % 3 == 0:
                resend_request(**stated)
                return "resent"
            if number % 3 == 1:
                change_recipient(**stated, company="Wingtip", address="info@wingtip.example", language="en")
                return "readdressed"
        except Stale:
            return "stale"
        followed = follow(token)
        assert followed
        answers.accept_request(actor=answering, now=NOW, followed=followed, ticked=True)
        return "accepted"

    outcome = at_once(12, act)
    request.refresh_from_db()
    changed = outcome["resent"] + outcome["readdressed"]
    assert changed + outcome["accepted"] == 1, outcome
    assert set(outcome) <= {
        "resent",
        "readdressed",
        "accepted",
        "stale",
        "request-open",
        "R16-partners",
        "R16-replaced",
    }
    assert request.link_version == 1 + changed
    assert (request.state == "accepted") == (outcome["accepted"] == 1)
    assert (request.recipient_address == "info@wingtip.example") == (outcome["readdressed"] == 1)
    assert Partnership.objects.count() == outcome["accepted"]
    waiting = OutgoingMail.objects.filter(kind="partnership-request", state="queued")
    assert [(each.to_address, each.link_args["version"]) for each in waiting] == (
        [(request.recipient_address, request.link_version)] if changed else []
    )


def test_a_claim_allowed_while_the_request_is_sent_again_is_before_that_or_moot(
    provider: Partner, reseller: Partner
) -> None:
    request = sent(provider, reseller)
    claim, asking = make_claim(request, make_partner("Wingtip Resale")), actor_of(provider)

    def act(number: int) -> str:
        if number == 0:
            allow_claim(actor=asking, now=NOW, claim=claim)
            return "allowed"
        resend_request(actor=asking, now=NOW, request=request, version=request.version)
        return "resent"

    outcome = at_once(2, act)
    request.refresh_from_db()
    assert outcome["resent"] == 1
    assert (request.recipient_partner is not None) == (outcome["allowed"] == 1)
    assert set(outcome) <= {"resent", "allowed", "claim-replaced"}
    mails = OutgoingMail.objects.filter(kind="claim-allowed")
    assert [each.state for each in mails] == ["cancelled"] * outcome["allowed"], "its link is dead"


def test_a_claim_allowed_and_the_request_withdrawn_at_once_end_in_one_state(
    provider: Partner, reseller: Partner
) -> None:
    request = make_request(provider, reseller)
    claim, actor = make_claim(request, make_partner("Wingtip Resale")), actor_of(provider)

    def act(number: int) -> str:
        if number % 2:
            services.withdraw_request(actor=actor, now=NOW, request=request)
            return "withdrawn"
        allow_claim(actor=actor, now=NOW, claim=claim)
        return "allowed"

    outcome = at_once(8, act)
    request.refresh_from_db()
    claim.refresh_from_db()
    assert (request.state, outcome["withdrawn"]) == ("withdrawn", 1)
    assert claim.allowed == (outcome["allowed"] == 1)
    assert (request.recipient_partner is not None) == claim.allowed
    mails = OutgoingMail.objects.filter(kind="claim-allowed")
    assert [each.state for each in mails] == ["cancelled"] * claim.allowed, "the link in it is dead"
    assert set(outcome) <= {"allowed", "withdrawn", "claim-undecided", "request-open"}


def test_a_claim_allowed_and_refused_by_many_at_once_is_decided_once(provider: Partner, reseller: Partner) -> None:
    claim = make_claim(make_request(provider, reseller), make_partner("Wingtip Resale"))
    actor = actor_of(provider)

    def decide(number: int) -> str:
        (refuse_claim if number % 2 else allow_claim)(actor=actor, now=NOW, claim=claim)
        return "decided"

    assert at_once(10, decide) == {"decided": 1, "claim-undecided": 9}
    assert OutgoingMail.objects.filter(kind__startswith="claim-").count() == 1


def test_the_company_asked_and_the_company_allowed_answer_at_once(provider: Partner, reseller: Partner) -> None:
    """Either the first answers before the second is let in, or only the second answers."""
    other = make_partner("Wingtip Resale")
    request = make_request(provider, reseller)
    claim, deciding = make_claim(request, other), actor_of(provider)
    people, token = [actor_of(reseller), actor_of(other)], token_of(request)

    def act(number: int) -> str:
        if number == 0:
            allow_claim(actor=deciding, now=NOW, claim=claim)
            return "allowed"
        followed = follow(token)
        assert followed
        partnership = answers.accept_request(actor=people[number % 2], now=NOW, followed=followed, ticked=True)
        return partnership.reseller.name

    outcome = at_once(9, act)
    assert Partnership.objects.count() <= 1
    accepted = PartnershipRequest.objects.get()
    if outcome["Contoso Resale"]:
        assert outcome["allowed"] == 0
    if accepted.partnership:
        assert accepted.recipient_partner == accepted.partnership.reseller
    assert outcome["Contoso Resale"] + outcome["Wingtip Resale"] == Partnership.objects.count()


def test_one_company_asks_many_times_at_once_and_has_asked_once(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    actor = actor_of(make_partner("Wingtip Resale"))

    def ask(number: int) -> str:
        answers.claim_request(actor=actor, now=NOW, followed=Followed(request, True))
        return "asked"

    assert at_once(10, ask) == {"asked": 1, "claim-once": 9}
    assert RecipientClaim.objects.count() == 1


def test_ten_companies_ask_at_once_and_five_find_room(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    people = [actor_of(make_partner(f"Reseller {number}")) for number in range(10)]

    def ask(number: int) -> str:
        answers.claim_request(actor=people[number], now=NOW, followed=Followed(request, True))
        return "asked"

    assert at_once(10, ask) == {"asked": 5, "claim-room": 5}
    assert RecipientClaim.objects.count() == 5


def test_a_provider_blocked_by_many_at_once_is_blocked_once_and_let_go_once(
    provider: Partner, reseller: Partner
) -> None:
    actor = actor_of(reseller)

    def block(number: int) -> str:
        block_provider(actor=actor, now=NOW, reseller=reseller, provider=provider)
        return "blocked"

    assert at_once(10, block) == {"blocked": 10}
    made = RequestBlock.objects.get()

    def end(number: int) -> str:
        end_block(actor=actor, now=NOW, block=made)
        return "ended"

    assert at_once(10, end) == {"ended": 10}
    assert AuditEvent.objects.filter(verb="request_block.ended").count() == 1


def test_asking_while_being_blocked_is_either_before_or_refused(provider: Partner, reseller: Partner) -> None:
    asking, blocking = actor_of(provider), actor_of(reseller)
    domain = reseller.tenant.primary_domain

    def act(number: int) -> str:
        if number == 0:
            block_provider(actor=blocking, now=NOW, reseller=reseller, provider=provider)
            return "blocked"
        address = f"person{number}@{domain}"
        services.create_request(actor=asking, now=NOW, company="Contoso", address=address, language="en")
        return "asked"

    outcome = at_once(8, act)
    assert set(outcome) <= {"blocked", "asked", "asking-blocked"}
    assert PartnershipRequest.objects.count() == outcome["asked"]
    assert outcome["asked"] + outcome["asking-blocked"] == 7


def test_a_block_taken_back_and_set_at_once_leaves_at_most_one(provider: Partner, reseller: Partner) -> None:
    made, actor = make_block(reseller, provider), actor_of(reseller)

    def act(number: int) -> str:
        if number % 2:
            end_block(actor=actor, now=NOW, block=made)
        else:
            block_provider(actor=actor, now=NOW, reseller=reseller, provider=provider)
        return "done"

    assert at_once(8, act) == {"done": 8}
    assert RequestBlock.objects.in_force().count() <= 1
