"""What has happened between two partners, as each side is told it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.services import record
from foundation.audit.timeline import register_event, subject_of, timeline
from foundation.organisations.actor import operator, portal
from foundation.users.models import User
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partners.models import Partner
from relationships.partners.services import suspend_partner
from relationships.partnerships.models import Partnership
from tests.factories import UserFactory
from tests.relationships.factories import (
    NOW,
    PROVIDER,
    actor_of,
    make_partner,
    make_partnership,
    make_request,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
PART = {"HX-Request": "true"}


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def history_of(name: str, partner: Partner) -> str:
    """Return the address of the history with a partner."""
    return reverse(f"{name}_history", kwargs={"partner_id": partner.pk})


@pytest.fixture
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The two work together."""
    return make_partnership(provider, reseller)


@pytest.mark.usefixtures("partnership")
def test_both_sides_are_told_what_has_happened_the_latest_first(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    access = DelegatedAdmin.objects.get()
    revoke(actor=actor_of(reseller), now=NOW + timedelta(hours=1), delegation=access)
    for side, name, other in ((provider, "reseller", reseller), (reseller, "provider", provider)):
        page = text(as_user(user_of(side)).get(history_of(name, other)))
        removed = page.index("Admin access to the reseller&#x27;s account removed")
        assert removed < page.index("Partnership began")
        assert removed < page.index("Admin access to the reseller&#x27;s account given")


def test_colleagues_are_named_and_the_others_by_their_company(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    make_partnership(provider, reseller)
    access = DelegatedAdmin.objects.get()
    revoke(actor=actor_of(reseller, username="robin@contoso.example"), now=NOW, delegation=access)
    theirs = text(as_user(user_of(provider)).get(history_of("reseller", reseller)))
    assert "robin@contoso.example" not in theirs
    assert "Contoso Resale" in theirs
    assert "robin@contoso.example" in text(as_user(user_of(reseller)).get(history_of("provider", provider)))


@pytest.mark.usefixtures("partnership")
def test_the_providers_requests_and_choices_are_not_told_to_the_reseller(
    as_user: AsUser, provider: Partner, reseller: Partner, partnership: Partnership
) -> None:
    request = make_request(provider, reseller, recipient_partner=reseller, recipient_company="As we call them")
    record(actor=actor_of(provider), now=NOW, verb="partnership_request.sent", subject=request)
    record(actor=actor_of(provider), now=NOW, verb="partnership.reassignment_chosen", subject=partnership)
    own = text(as_user(user_of(provider)).get(history_of("reseller", reseller)))
    assert "As we call them" in own
    assert "Request:" in own
    assert "Successors chosen" in own
    theirs = text(as_user(user_of(reseller)).get(history_of("provider", provider)))
    assert "Request:" not in theirs
    assert "As we call them" not in theirs
    assert "Successors chosen" not in theirs


@pytest.mark.usefixtures("partnership")
def test_the_operators_doings_are_told_without_a_name(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    person = UserFactory.create(username="secret.operator@portal.example")
    suspend_partner(actor=operator(person), now=NOW, partner=reseller, reason="Fraud is suspected")
    page = text(as_user(user_of(provider)).get(history_of("reseller", reseller)))
    assert "Account suspended: Contoso Resale" in page
    assert "Operator of the portal" in page
    assert "secret.operator" not in page
    assert "Fraud is suspected" not in page


@pytest.mark.usefixtures("partnership")
def test_what_a_partner_does_with_others_is_not_told(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    competitor = make_partner("Competing Distribution", PROVIDER)
    make_partnership(competitor, reseller)
    page = text(as_user(user_of(provider)).get(history_of("reseller", reseller)))
    assert page.count("Partnership began") == 1
    assert "Competing" not in page


def test_strangers_and_colleagues(as_user: AsUser, provider: Partner, reseller: Partner, stranger: Partner) -> None:
    make_partnership(provider, reseller)
    assert as_user(user_of(stranger)).get(history_of("reseller", reseller)).status_code == 404
    assert as_user(user_of(provider, "helpdesk_agent")).get(history_of("reseller", reseller)).status_code == 403
    assert as_user(user_of(make_partner("Other"))).get(history_of("provider", provider)).status_code == 404
    assert as_user(user_of(reseller, "sales_agent")).get(history_of("provider", provider)).status_code == 403


def test_the_part_shows_the_latest_twenty_and_leads_to_the_rest(
    as_user: AsUser, provider: Partner, partnership: Partnership, reseller: Partner
) -> None:
    path, client = history_of("reseller", reseller), as_user(user_of(provider))

    def cost(headers: dict[str, str]) -> int:
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as queries:
            client.get(path, headers=headers)
        return len(queries)

    few = cost(PART), cost({})
    for number in range(30):
        record(actor=portal(), now=NOW + timedelta(minutes=number), verb="partnership.nudged", subject=partnership)
        make_request(provider, reseller, recipient_partner=reseller, recipient_address=f"a{number}@contoso.example")
    part = text(client.get(path, headers=PART))
    assert "<html" not in part
    assert part.count("Asked to sign") == 20
    assert "Show all" in part
    assert text(client.get(path)).count("Asked to sign") == 30
    assert (cost(PART), cost({})) == few
    assert max(few) <= 12


def test_words_of_a_verb_are_given_once() -> None:
    with pytest.raises(ValueError, match="already"):
        register_event("partnership.opened", "Again")


def test_a_timeline_of_nothing_is_empty_and_asks_nothing(provider: Partner) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert timeline([], reader=provider.pk) == []
    assert not len(queries)


def test_what_other_companies_did_to_the_same_thing_is_left_out_on_demand(
    provider: Partner, stranger: Partner, partnership: Partnership
) -> None:
    record(actor=actor_of(stranger), now=NOW, verb="partnership.nudged", subject=partnership)
    told = timeline([subject_of(partnership)], reader=provider.pk, companies=[provider.pk])
    assert "Asked to sign the partner agreement" not in [each.what for each in told]
