"""Everybody presses at the same moment: a reseller's request ends in one state, with one effect."""

import pytest

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from relationships.answers import services as answers
from relationships.directory.services import save_listing
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import Followed
from relationships.reseller_requests import services
from relationships.reseller_requests.models import ResellerRequest
from tests.relationships.at_once import at_once
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(transactional_db: None) -> Partner:
    """A listed provider."""
    made = make_partner("Northlight Distribution", PROVIDER)
    save_listing(actor=actor_of(made), now=NOW, version=0, values={"is_shown": True, "headline": "Cloud"})
    return made


@pytest.fixture
def reseller(transactional_db: None) -> Partner:
    """A reseller of its region."""
    return make_partner("Contoso Resale", country="FR")


def ask(provider: Partner, reseller: Partner) -> ResellerRequest:
    """Ask for a partnership."""
    return services.ask_provider(actor=actor_of(reseller), now=NOW, provider=provider, message="", ticked=True)


def test_asked_many_times_at_once_is_asked_once(provider: Partner, reseller: Partner) -> None:
    actor = actor_of(reseller)

    def press(number: int) -> str:
        services.ask_provider(actor=actor, now=NOW, provider=provider, message="", ticked=True)
        return "asked"

    assert at_once(10, press) == {"asked": 1, "asked-once": 9}
    assert OutgoingMail.objects.filter(kind="reseller-request").count() == 1


def test_every_answer_at_once_ends_in_one_consistent_state(provider: Partner, reseller: Partner) -> None:
    """Twenty-four people accept, decline, withdraw and let it expire; each effect comes once."""
    request = ask(provider, reseller)
    answering, asking = actor_of(provider), actor_of(reseller)
    over = request.expires_at

    def press(number: int) -> str:
        if number % 4 == 0:
            services.accept_reseller_request(actor=answering, now=NOW, request=request)
            return "accepted"
        if number % 4 == 1:
            services.decline_reseller_request(actor=answering, now=NOW, request=request, reason="")
            return "declined"
        if number % 4 == 2:
            services.withdraw_reseller_request(actor=asking, now=NOW, request=request)
            return "withdrawn"
        return "expired" if services.expire_reseller_requests(now=over) else "nothing to expire"

    outcome = at_once(24, press)
    request.refresh_from_db()
    ends = {state: outcome[state] for state in ("accepted", "declined", "withdrawn", "expired") if outcome[state]}
    assert ends == {request.state: 1}
    assert Partnership.objects.count() == outcome["accepted"]
    ended = [f"reseller_request.{state}" for state in ("accepted", "declined", "withdrawn", "expired")]
    assert AuditEvent.objects.filter(verb__in=ended).count() == 1
    told = OutgoingMail.objects.filter(kind__startswith="reseller-request-").count()
    assert told == outcome["accepted"] + outcome["declined"]


def test_both_ask_each_other_and_both_accept_at_once(provider: Partner, reseller: Partner) -> None:
    """The reseller follows the provider's link while the provider accepts the reseller's request: one partnership."""
    mine, theirs = ask(provider, reseller), make_request(provider, reseller)
    answering, asking = actor_of(provider), actor_of(reseller)

    def press(number: int) -> str:
        if number % 2:
            services.accept_reseller_request(actor=answering, now=NOW, request=mine)
        else:
            answers.accept_request(actor=asking, now=NOW, followed=Followed(theirs, True), ticked=True)
        return "accepted"

    outcome = at_once(8, press)
    assert outcome["accepted"] == 1
    assert Partnership.objects.count() == 1
