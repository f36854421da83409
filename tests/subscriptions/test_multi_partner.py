"""Two providers at one customer: what the one has sold is not the other's business (R69)."""

import pytest
from django.urls import reverse

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from foundation.rules import Refused
from foundation.sorting import sort_name
from relationships.endings.reassignment import reassign_all
from relationships.endings.services import Wish, end_partnership
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import set_support_contact
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    client_of,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order


@pytest.fixture
def other(reseller: Partner) -> Partner:
    """Another provider of the same reseller."""
    partner = make_partner("Other Distribution", PROVIDER)
    make_partnership(partner, reseller)
    return partner


@pytest.fixture
def customer(provider: Partner, reseller: Partner, other: Partner) -> Customer:
    """A customer of both providers; each has sold it something with the same reseller for incentives."""
    made = customer_of(provider, reseller=reseller)
    CustomerRelationship.objects.create(customer=made, partner=other, sort_name=sort_name(made.name), created_at=NOW)
    for seller in (provider, other):
        order(seller, made, line(make_offer(f"Offer of {seller.name}")), reseller=reseller)
    return made


def sold_by(seller: Partner) -> Subscription:
    """Return what a provider has sold."""
    return Subscription.objects.get(seller=seller)


def test_r69_handing_over_moves_only_what_one_has_sold_oneself(
    provider: Partner, reseller: Partner, other: Partner, customer: Customer
) -> None:
    """The other provider's subscriptions of the same reseller at the same customer keep it."""
    heir = make_partner("Heir Resale", RESELLER)
    make_partnership(provider, heir)
    partnership = Partnership.objects.get(provider=provider, reseller=reseller)
    wish = Wish("Merged", reassignment={"incentives": heir.pk}, name_typed=reseller.name)
    end_partnership(actor=actor_of(provider), now=NOW, partnership=partnership, wish=wish)
    reassign_all(now=NOW)
    assert sold_by(provider).reseller == heir
    assert sold_by(other).reseller == reseller


def test_r69_another_seller_chooses_no_support_contact_and_sees_nothing(
    provider: Partner, other: Partner, customer: Customer
) -> None:
    """404 on its page; the service refuses whoever does not sell it."""
    theirs = sold_by(provider)
    page = reverse("subscription", args=[customer.pk, theirs.pk])
    assert client_of(other).get(page).status_code == 404
    with pytest.raises(Refused) as refused:
        set_support_contact(
            actor=actor_of(other), now=NOW, subscription_id=theirs.pk, version=theirs.version, partner_id=other.pk
        )
    assert "support-contact-choice" in {each.code for each in refused.value.refusals}
    assert sold_by(provider).support_contact == provider
