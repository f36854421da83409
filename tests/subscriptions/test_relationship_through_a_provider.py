"""A relationship that goes through another provider is not a seller's own."""

from datetime import date

import pytest

from customers.accounts.models import Customer
from customers.agreements.services import attest_agreement
from customers.relationships.models import CustomerRelationship
from foundation.rules import Refused
from relationships.partners.models import Enrolment, Partner
from tests.customers.factories import NOW, RESELLER, actor_of, attestation, customer_of, make_partnership
from tests.subscriptions.factories import line, make_offer, order


@pytest.fixture
def served(provider: Partner, other_provider: Partner) -> Customer:
    """A customer of the first provider, added for the second one, which is enrolled as a reseller as well."""
    Enrolment.objects.create(
        partner=other_provider,
        programme=RESELLER,
        state=Enrolment.State.ACTIVE,
        requested_at=NOW,
        decided_at=NOW,
    )
    make_partnership(provider, other_provider)
    customer = customer_of(provider, reseller=other_provider)
    relationship = CustomerRelationship.objects.get(customer=customer, partner=other_provider)
    assert relationship.through == provider
    return customer


def test_r41_a_provider_serving_through_another_does_not_attest(
    provider: Partner, other_provider: Partner, served: Customer
) -> None:
    """It is a reseller here; the provider through whom the customer is served may."""
    again = attestation(agreed_on=date(2026, 3, 15))
    with pytest.raises(Refused) as error:
        attest_agreement(actor=actor_of(other_provider), now=NOW, customer=served, attestation=again)
    assert [refusal.code for refusal in error.value.refusals] == ["R41"]
    assert attest_agreement(actor=actor_of(provider), now=NOW, customer=served, attestation=again)


def test_r45_a_provider_serving_through_another_does_not_order(
    provider: Partner, other_provider: Partner, served: Customer
) -> None:
    """It sells, but the customer is not its own; the provider through whom it is served orders."""
    wanted = line(make_offer())
    with pytest.raises(Refused) as error:
        order(other_provider, served, wanted)
    assert [refusal.code for refusal in error.value.refusals] == ["R45"]
    assert order(provider, served, wanted).seller == provider
