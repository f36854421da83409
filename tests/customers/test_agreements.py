"""Attesting the customer agreement."""

from datetime import date

import pytest
from django.utils import timezone

from customers.agreements.consent import is_agreed
from customers.agreements.models import CustomerAgreement
from customers.agreements.services import attest_agreement
from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from relationships.partners.models import Partner
from tests.customers.factories import NOW, actor_of, attestation, customer_of


def test_r40_an_attestation_makes_orders_possible(provider: Partner) -> None:
    """What was asked for becomes what was attested: one row, with the person and the day."""
    customer = customer_of(provider, agreed=False)
    assert not is_agreed(customer)
    attest_agreement(actor=actor_of(provider), now=NOW, customer=customer, attestation=attestation())
    agreement = CustomerAgreement.objects.get(customer=customer)
    assert (agreement.state, agreement.last_name, agreement.agreed_on) == ("attested", "Kunde", date(2026, 3, 16))
    assert is_agreed(customer)
    assert AuditEvent.objects.filter(verb="customer_agreement.attested").count() == 1


def test_r40_date_is_today_at_the_latest_where_the_attester_is(provider: Partner) -> None:
    """Tomorrow is refused in Berlin, and is today already in Auckland."""
    customer, tomorrow = customer_of(provider, agreed=False), attestation(agreed_on=date(2026, 3, 17))
    attester = actor_of(provider)
    late = NOW.replace(hour=13)
    with timezone.override("Europe/Berlin"), pytest.raises(Refused) as error:
        attest_agreement(actor=attester, now=late, customer=customer, attestation=tomorrow)
    assert error.value.refusals[0].code == "R40-date"
    assert "2026-03-16" in error.value.refusals[0].remedy
    with timezone.override("Pacific/Auckland"):
        assert attest_agreement(actor=attester, now=late, customer=customer, attestation=tomorrow)


def test_r40_once_the_same_attestation_is_refused_another_is_not(provider: Partner) -> None:
    """Same person and day: 600061; another day or person is taken."""
    customer, attester = customer_of(provider), actor_of(provider)
    with pytest.raises(Refused) as error:
        attest_agreement(actor=attester, now=NOW, customer=customer, attestation=attestation())
    assert error.value.refusals[0].rule.api_code == "600061"
    for other in (attestation(agreed_on=date(2026, 3, 1)), attestation(first_name="Kim")):
        attest_agreement(actor=attester, now=NOW, customer=customer, attestation=other)
    assert CustomerAgreement.objects.filter(customer=customer, state="attested").count() == 3


def test_r41_a_reseller_cannot_attest(provider: Partner, reseller: Partner) -> None:
    """Not even for its own customer."""
    customer = customer_of(provider, reseller=reseller, agreed=False)
    with pytest.raises(Refused) as error:
        attest_agreement(actor=actor_of(reseller), now=NOW, customer=customer, attestation=attestation())
    assert [refusal.code for refusal in error.value.refusals] == ["R41"]
    assert not is_agreed(customer)
