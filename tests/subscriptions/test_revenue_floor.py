"""The revenue floor for resellers (R25)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, strategies as st

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from relationships.agreements.readiness import readiness_of
from relationships.partners.models import Enrolment, Partner
from subscriptions.performance import services
from subscriptions.performance.anniversaries import last_anniversary, next_anniversary
from subscriptions.performance.models import RevenueWarning
from subscriptions.performance.rates import load_rates
from subscriptions.performance.revenue import revenue_of
from subscriptions.performance.rules import Turnover, is_above_the_floor
from subscriptions.performance.services import watch_revenue_floor
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    client_of,
    customer_of,
    make_partner,
    make_partnership,
    membership_in,
)
from tests.subscriptions.factories import line, make_offer, order

ANNIVERSARY = NOW + timedelta(days=60)


@pytest.fixture
def provider(db: None) -> Partner:
    """An indirect provider."""
    load_rates()
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(provider: Partner) -> Partner:
    """A partner of it, enrolled for two years less sixty days."""
    made = make_partner("Contoso Resale", RESELLER)
    membership_in(made, email="admin@contoso.example")
    make_partnership(provider, made)
    enrolled = ANNIVERSARY.replace(year=ANNIVERSARY.year - 2)
    Enrolment.objects.filter(partner=made).update(activated_at=enrolled)
    return made


def codes(partner: Partner, at: datetime) -> list[str]:
    """Return why a reseller cannot transact at a time."""
    with time_machine.travel(at, tick=False):
        return [each.code for each in readiness_of([partner.pk])[partner.pk].refusals]


def sell(provider: Partner, reseller: Partner, quantity: int) -> None:
    """Sell licences at 5.60 EUR a month with the reseller for incentives."""
    order(provider, customer_of(provider), line(make_offer(), quantity), reseller=reseller)


def test_r25_says_how_much_is_missing() -> None:
    """The amount, the day and the remedy."""
    refusal = is_above_the_floor.check(Turnover("Contoso", Decimal("812.50"), "2026-05-15"))
    assert refusal
    assert "812.50" in refusal.text
    assert "187.50" in refusal.remedy
    assert is_above_the_floor.check(Turnover("Contoso", Decimal(1000), "2026-05-15")) is None


def test_r25_warns_reseller_and_providers_once_ninety_days_before(provider: Partner, reseller: Partner) -> None:
    """However often the scheduler comes by, and not before its time."""
    membership_in(provider)
    assert watch_revenue_floor(now=ANNIVERSARY - timedelta(days=91)) == 0
    for _sweep in range(3):
        watch_revenue_floor(now=NOW)
    assert RevenueWarning.objects.get().anniversary == ANNIVERSARY.date()
    assert OutgoingMail.objects.filter(kind="revenue-warning", to_address="admin@contoso.example").count() == 1
    told = Notification.objects.filter(kind="revenue.warned").values_list("tenant", flat=True)
    assert set(told) == {provider.pk, reseller.pk}


def test_r25_lets_the_authorisation_lapse_for_a_year(provider: Partner, reseller: Partner) -> None:
    """On the day, once, after a downtime too; then the reseller can transact again."""
    watch_revenue_floor(now=NOW)
    late = ANNIVERSARY + timedelta(days=5)
    for _sweep in range(2):
        watch_revenue_floor(now=late)
    assert AuditEvent.objects.filter(verb="enrolment.lapsed").count() == 1
    assert codes(reseller, late) == ["R25-lapsed"]
    assert codes(reseller, ANNIVERSARY + timedelta(days=366)) == []
    assert OutgoingMail.objects.filter(kind="revenue-lapsed", to_address="admin@contoso.example").count() == 1
    assert RevenueWarning.objects.count() == 1


def test_r25_lapsed_reseller_is_not_put_on_new_orders(provider: Partner, reseller: Partner) -> None:
    """Existing business goes on, nothing new."""
    watch_revenue_floor(now=NOW)
    watch_revenue_floor(now=ANNIVERSARY)
    with time_machine.travel(ANNIVERSARY + timedelta(days=1), tick=False):
        page = client_of(provider).get(reverse("reseller", kwargs={"partner_id": reseller.pk})).content.decode()
    assert "has lapsed until" in page


def test_r25_lets_who_was_never_warned_off(provider: Partner, reseller: Partner) -> None:
    """A portal that was down for months does not punish."""
    assert watch_revenue_floor(now=ANNIVERSARY + timedelta(days=1)) == 0
    assert codes(reseller, ANNIVERSARY + timedelta(days=1)) == []


def test_r25_leaves_who_sells_enough_alone(provider: Partner, reseller: Partner) -> None:
    """A month of 200 licences is 1,120 EUR."""
    sell(provider, reseller, 200)
    assert watch_revenue_floor(now=NOW) == 0
    assert watch_revenue_floor(now=ANNIVERSARY) == 0


def test_r25_spares_who_makes_up_for_it_after_the_warning(provider: Partner, reseller: Partner) -> None:
    """The day counts, not the warning."""
    watch_revenue_floor(now=NOW)
    sell(provider, reseller, 200)
    watch_revenue_floor(now=ANNIVERSARY)
    assert codes(reseller, ANNIVERSARY) == []


def test_revenue_is_what_was_billed_with_all_providers(provider: Partner, reseller: Partner) -> None:
    """Twelve months up to the day, in US dollars; one seller's part alone on demand."""
    other = make_partner("Other Distribution", PROVIDER)
    make_partnership(other, reseller)
    sell(provider, reseller, 10)
    sell(other, reseller, 5)
    day = NOW.date() + timedelta(days=40)
    assert revenue_of([reseller.pk], day) == {reseller.pk: Decimal("184.80")}
    assert revenue_of([reseller.pk], day, seller_id=other.pk) == {reseller.pk: Decimal("61.60")}
    assert revenue_of([provider.pk], day) == {provider.pk: Decimal(0)}


def test_the_provider_sees_who_is_at_risk_but_not_what_others_sell(provider: Partner, reseller: Partner) -> None:
    """Its own part only."""
    other = make_partner("Other Distribution", PROVIDER)
    make_partnership(other, reseller)
    sell(other, reseller, 10)
    with time_machine.travel(NOW, tick=False):
        page = client_of(provider).get(reverse("performance"))
    assert [(each.name, each.with_you, each.has_lapsed) for each in page.context["at_risk"]] == [
        ("Contoso Resale", Decimal(0), False)
    ]
    assert "Below the floor" in page.content.decode()


def test_who_enrolled_on_a_leap_day_has_anniversaries() -> None:
    """On the last of February."""
    leap_day = date(2024, 2, 29)
    assert next_anniversary(leap_day, date(2025, 1, 1)) == date(2025, 2, 28)
    assert last_anniversary(leap_day, date(2025, 2, 27)) is None


@given(enrolled=st.dates(date(2000, 1, 1), date(2030, 1, 1)), days=st.integers(0, 9000))
def test_anniversaries_surround_every_day(enrolled: date, days: int) -> None:
    """The last one is not after today, the next one is, and they are a year apart."""
    today = enrolled + timedelta(days=days)
    coming, been = next_anniversary(enrolled, today), last_anniversary(enrolled, today)
    assert coming > today
    if been:
        assert been <= today
        assert 364 <= (coming - been).days <= 367


def test_one_reseller_that_fails_holds_up_no_other(
    provider: Partner, reseller: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is warned with the next sweep."""
    other = make_partner("Fabrikam Resale", RESELLER)
    Enrolment.objects.filter(partner=other).update(activated_at=ANNIVERSARY.replace(year=ANNIVERSARY.year - 1))

    def fail_for_one(*, warning: RevenueWarning, **told: Any) -> None:
        if warning.reseller_id == reseller.pk:
            raise ValueError("No such template.")

    with monkeypatch.context() as broken:
        broken.setattr(services, "tell_warned", fail_for_one)
        assert watch_revenue_floor(now=NOW) == 1
    assert watch_revenue_floor(now=NOW) == 1
    assert {row.reseller_id for row in RevenueWarning.objects.all()} == {reseller.pk, other.pk}
