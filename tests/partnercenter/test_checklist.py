"""The dashboard's three steps to the first business: live, and gone once the company can transact."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.organisations.actor import portal
from relationships.agreements.services import sign_agreement
from relationships.agreements.texts import CURRENT
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import enrol_partner, suspend_partner
from tests.customers.factories import NOW, PROVIDER, RESELLER, actor_of, make_partner, membership_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def home_of(partner: Partner, role: str = "global_admin") -> Any:
    """Open the dashboard as somebody of this partner."""
    client = Client()
    user = membership_in(partner, role).user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/")
    assert len(asked) <= 12
    return answer


def steps_of(answer: Any) -> list[tuple[str, str]]:
    """Return the steps with their states."""
    return [(each.label, each.state) for each in answer.context["checklist"]]


def words_of(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("state", "states", "says", "leads_to"),
    [
        ("pending", ["done", "waiting", "waiting"], "is being looked at", "enrolment"),
        ("rejected", ["done", "current", "waiting"], "was rejected: No such company", "enrolment"),
        ("qualified", ["done", "done", "current"], "Read and sign it for Europe", "agreement"),
    ],
)
def test_each_step_stands_where_it_really_is(state: str, states: list[str], says: str, leads_to: str) -> None:
    partner = make_partner("On its way", RESELLER, signed=False, state=state)
    Enrolment.objects.filter(partner=partner).update(reason="No such company")
    answer = home_of(partner)
    labels = ["Join Partner Center", "Enroll as an indirect reseller", "Sign the Microsoft Partner Agreement"]
    assert steps_of(answer) == list(zip(labels, states, strict=True))
    page = words_of(answer).partition("<main")[2]
    assert says in page
    assert f'href="{reverse(leads_to)}"' in page
    assert "You cannot transact yet" in page
    assert "R19" not in {each.code for each in answer.context["obstacles"]}


def test_who_may_not_sign_is_told_whom_to_ask() -> None:
    partner = make_partner("On its way", RESELLER, signed=False)
    admin = membership_in(partner).user
    page = words_of(home_of(partner, "sales_agent"))
    assert f"Ask one of yours: {admin.display_name}" in page
    assert f'href="{reverse("agreement")}"' not in page


def test_it_disappears_once_the_company_can_transact() -> None:
    partner = make_partner("On its way", RESELLER, signed=False)
    sign_agreement(actor=actor_of(partner), now=NOW, text_version=CURRENT.version, agreed=True)
    answer = home_of(partner)
    assert steps_of(answer) == []
    assert "You cannot transact yet" not in words_of(answer)


def test_a_suspension_is_still_told_beside_the_steps() -> None:
    partner = make_partner("Suspended", RESELLER, signed=False)
    suspend_partner(actor=portal(), now=NOW, partner=partner, reason="Unpaid")
    answer = home_of(partner)
    assert len(steps_of(answer)) == 3
    assert [each.code for each in answer.context["obstacles"]] == ["R70"]


def test_a_provider_that_applies_as_a_reseller_too_goes_on_with_its_own_business() -> None:
    partner = make_partner("Provider", PROVIDER)
    enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER, approved=False)
    assert steps_of(home_of(partner)) == []


@pytest.mark.parametrize("state", ["pending", "rejected"])
def test_what_is_approved_counts_before_what_is_not(state: str) -> None:
    """A provider that only has to sign is not held up by its other application."""
    partner = make_partner("Provider", PROVIDER, signed=False)
    decided = None if state == "pending" else NOW
    Enrolment.objects.create(partner=partner, programme=RESELLER, state=state, requested_at=NOW, decided_at=decided)
    assert [each for _label, each in steps_of(home_of(partner))] == ["done", "done", "current"]


def test_fix_now_is_offered_to_who_may() -> None:
    partner = make_partner("On its way", RESELLER, signed=False, state="rejected")
    assert "Fix now" in words_of(home_of(partner))
    assert "Fix now" not in words_of(home_of(partner, "sales_agent"))


def test_a_company_sees_its_own_steps_only() -> None:
    make_partner("Elsewhere", RESELLER, signed=False, state="rejected")
    assert steps_of(home_of(make_partner("Done", RESELLER))) == []


def test_somebody_without_a_company_is_led_to_enrol_it() -> None:
    client = Client()
    client.force_login(UserFactory.create(), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/")
    assert answer.status_code == 403
    assert f'href="{reverse("enrol")}"' in words_of(answer)
