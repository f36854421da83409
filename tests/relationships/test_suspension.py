"""R70: a suspended partner goes on with what it has, starts nothing new, and every page says so."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.rules import Refused
from foundation.users.models import User
from relationships.agreements.services import sign_agreement
from relationships.agreements.texts import CURRENT
from relationships.answers.services import accept_request
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partners.models import Partner
from relationships.partners.services import reactivate_partner, suspend_partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import follow, token_of
from relationships.requests.services import create_request, send_request, withdraw_request
from relationships.requests.words import words_of
from tests.factories import MembershipFactory, UserFactory
from tests.relationships.factories import (
    NOW,
    RESELLER,
    actor_of,
    make_draft,
    make_partner,
    make_partnership,
    make_request,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]

BANNER = "data-frame-note"
WORDS = ("account is suspended", "Existing business goes on", "Nothing new can be started")
PROVIDERS_PAGES = ("resellers", "requests", "request_new", "agreement_status", "agreement", "account_settings")
RESELLERS_PAGES = ("providers", "agreement", "account_settings", "legal_profile", "notices")


def suspend(partner: Partner) -> None:
    """Suspend a partner."""
    suspend_partner(actor=actor_of(partner), now=NOW, partner=partner, reason="Unpaid")


def shown(client: Client, name: str, *parts: object) -> str:
    """Return a page."""
    answer = client.get(reverse(name, args=parts))
    assert answer.status_code == 200, name
    return answer.content.decode()


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def test_r70_every_page_of_a_suspended_partner_says_so(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """Whoever of the company looks, whichever page; the other company's pages carry no such note."""
    suspend(provider)
    clients = [as_user(user_of(provider, role)) for role in ("global_admin", "account_admin")]
    for name in PROVIDERS_PAGES:
        page = shown(clients[0], name)
        assert BANNER in page, name
        assert all(words in page for words in WORDS), name
    assert BANNER in shown(clients[1], "agreement")
    assert BANNER in clients[0].get("/no/such/page/").content.decode()
    for name in RESELLERS_PAGES:
        assert BANNER not in shown(as_user(user_of(reseller)), name), name
    suspend(reseller)
    for name in RESELLERS_PAGES:
        assert BANNER in shown(as_user(user_of(reseller)), name), name
    reactivate_partner(actor=actor_of(provider), now=NOW, partner=provider, reason="Paid")
    assert BANNER not in shown(clients[0], "resellers")


def test_r70_a_suspended_applicant_and_a_qualified_partner_are_told_too(as_user: AsUser) -> None:
    for state in ("pending", "qualified"):
        partner = make_partner(f"Company {state}", RESELLER, signed=False, state=state)
        suspend(partner)
        assert BANNER in shown(as_user(user_of(partner)), "notices"), state


def test_r70_the_note_follows_the_organisation_acted_for(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """Somebody who belongs to two companies sees it while acting for the suspended one only."""
    user = UserFactory.create()
    for partner in (reseller, provider):
        MembershipFactory.create(user=user, tenant=partner.tenant)
    suspend(provider)
    client = as_user(user)
    assert BANNER not in shown(client, "notices")
    client.post(reverse("account_organisation"), {"tenant": provider.pk})
    assert BANNER in shown(client, "notices")


def test_the_note_costs_no_query(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    shown(client, "resellers")
    with CaptureQueriesContext(connection) as before:
        shown(client, "resellers")
    Partner.objects.filter(pk=provider.pk).update(status=Partner.Status.SUSPENDED)
    with CaptureQueriesContext(connection) as after:
        assert BANNER in shown(client, "resellers")
    assert len(after) == len(before)


def test_r70_the_other_sides_page_says_that_the_company_is_suspended(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    make_partnership(provider, reseller)
    suspend(reseller)
    page = shown(as_user(user_of(provider)), "reseller", reseller.pk)
    assert "The account of Contoso Resale is suspended." in page
    assert "Existing business goes on" in page
    reactivate_partner(actor=actor_of(reseller), now=NOW, partner=reseller, reason="Paid")
    suspend(provider)
    page = shown(as_user(user_of(reseller)), "provider", provider.pk)
    assert "Northlight Distribution cannot start new business now" in page
    assert "The account of Northlight Distribution is suspended." in page


def test_r70_a_suspended_provider_asks_nobody_and_sends_nothing(provider: Partner, reseller: Partner) -> None:
    draft = make_draft(provider, reseller)
    suspend(provider)
    actor = actor_of(provider)
    with pytest.raises(Refused) as caught:
        create_request(actor=actor, now=NOW, company="New", address="info@new.example", language="en")
    assert codes(caught) == ["R70"]
    with pytest.raises(Refused) as caught:
        send_request(actor=actor, now=NOW, request=draft, version=draft.version, words=words_of(draft))
    assert codes(caught) == ["R70"]


@pytest.mark.parametrize("who", ["provider", "reseller"])
def test_r70_no_partnership_begins_while_either_is_suspended(
    who: str, provider: Partner, reseller: Partner, request: pytest.FixtureRequest
) -> None:
    followed = follow(token_of(make_request(provider, reseller)))
    assert followed
    suspend(request.getfixturevalue(who))
    with pytest.raises(Refused) as caught:
        accept_request(actor=actor_of(reseller), now=NOW, followed=followed, ticked=True)
    assert "R70" in codes(caught)
    assert not Partnership.objects.exists()


def test_r70_a_suspended_provider_takes_its_open_requests_back(provider: Partner, reseller: Partner) -> None:
    made = make_request(provider, reseller)
    suspend(provider)
    assert withdraw_request(actor=actor_of(provider), now=NOW, request=made).state == "withdrawn"


def test_r70_a_suspended_partner_signs_and_takes_admin_access_back(provider: Partner) -> None:
    """Neither is new business, and both may be what ends the suspension."""
    unsigned = make_partner("Unsigned Resale", signed=False)
    make_partnership(provider, unsigned)
    suspend(unsigned)
    sign_agreement(actor=actor_of(unsigned), now=NOW, text_version=CURRENT.version, agreed=True)
    given = DelegatedAdmin.objects.get(granting=unsigned.tenant)
    revoke(actor=actor_of(unsigned), now=NOW, delegation=given)
    assert not DelegatedAdmin.objects.in_force(NOW).exists()
    assert Partnership.objects.open().exists(), "the partnership goes on"
