"""Fifty people press the button at the same moment: one partnership, a clear answer to everybody else."""

import pytest

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from relationships.answers import services as answers
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.request_templates.words import Words
from relationships.requests import services
from relationships.requests.links import Followed, follow, token_of
from relationships.requests.models import PartnershipRequest
from tests.relationships.at_once import at_once
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_draft, make_partner, make_request

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


@pytest.fixture
def provider(transactional_db: None) -> Partner:
    """An indirect provider in Germany."""
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(transactional_db: None) -> Partner:
    """A reseller."""
    return make_partner("Contoso Resale", country="FR")


def test_fifty_acceptances_of_one_link_give_one_partnership(provider: Partner, reseller: Partner) -> None:
    token = token_of(make_request(provider, reseller))
    people = [actor_of(reseller) for _ in range(PEOPLE)]

    def accept(number: int) -> str:
        followed = follow(token)
        assert followed
        answers.accept_request(actor=people[number], now=NOW, followed=followed, ticked=True)
        return "accepted"

    assert at_once(PEOPLE, accept) == {"accepted": 1, "R16-partners": PEOPLE - 1}
    assert Partnership.objects.count() == 1
    assert DelegatedAdmin.objects.count() == 1
    assert PartnershipRequest.objects.get().state == "accepted"
    assert AuditEvent.objects.filter(verb="partnership.opened").count() == 1
    assert OutgoingMail.objects.filter(kind="partnership-accepted").count() == 1


def test_two_requests_of_one_provider_accepted_at_once_give_one_partnership(
    provider: Partner, reseller: Partner
) -> None:
    requests = [
        make_request(provider, reseller, recipient_address=f"{name}@{reseller.tenant.primary_domain}")
        for name in ("a", "b", "c", "d")
    ]
    actor = actor_of(reseller)

    def accept(number: int) -> str:
        followed = Followed(requests[number], is_current=True)
        answers.accept_request(actor=actor, now=NOW, followed=followed, ticked=True)
        return "accepted"

    assert at_once(4, accept) == {"accepted": 1, "R16-partners": 3}
    assert Partnership.objects.count() == 1


def test_accepting_and_withdrawing_at_once_end_in_one_state(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    accepting, withdrawing = actor_of(reseller), actor_of(provider)

    def act(number: int) -> str:
        if number % 2:
            services.withdraw_request(actor=withdrawing, now=NOW, request=request)
            return "withdrawn"
        answers.accept_request(actor=accepting, now=NOW, followed=Followed(request, True), ticked=True)
        return "accepted"

    outcome = at_once(8, act)
    assert outcome["accepted"] + outcome["withdrawn"] == 1
    request.refresh_from_db()
    assert outcome[request.state] == 1
    assert Partnership.objects.count() == outcome["accepted"]


def test_one_address_asked_many_times_at_once_is_asked_once(provider: Partner) -> None:
    actor = actor_of(provider)

    def ask(number: int) -> str:
        services.create_request(actor=actor, now=NOW, company="Contoso", address="admin@contoso.example", language="en")
        return "asked"

    assert at_once(10, ask) == {"asked": 1, "asking-once": 9}


def test_send_pressed_by_many_at_once_sends_one_mail(provider: Partner) -> None:
    draft = make_draft(provider)
    actor: Actor = actor_of(provider)

    def send(number: int) -> str:
        words = Words(draft.subject, draft.text)
        services.send_request(actor=actor, now=NOW, request=draft, version=1, words=words)
        return "sent"

    assert at_once(10, send) == {"sent": 1, "request-draft": 9}
    assert OutgoingMail.objects.filter(kind="partnership-request").count() == 1
