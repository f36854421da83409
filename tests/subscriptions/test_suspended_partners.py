"""R70 where there are customers and subscriptions: what a suspended partner still does, and what it cannot start."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from customers.accounts.models import Customer
from foundation.rules import Refused
from relationships.partners.models import Partner
from relationships.partners.services import reactivate_partner, suspend_partner
from subscriptions.orders.models import Order
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import rename_subscription, set_support_contact
from tests.customers.factories import NOW, actor_of, add, client_of, customer_of
from tests.subscriptions.factories import line, make_offer, order


def suspend(partner: Partner) -> None:
    """Suspend a partner."""
    suspend_partner(actor=actor_of(partner), now=NOW, partner=partner, reason="Unpaid")


def rename(partner: Partner, subscription: Subscription) -> Subscription:
    """Rename it, as it stands."""
    version = Subscription.objects.get(pk=subscription.pk).version
    return rename_subscription(
        actor=actor_of(partner), now=NOW, subscription_id=subscription.pk, version=version, nickname=f"By {partner}"
    )


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


@pytest.mark.parametrize("kind", ["provider", "direct_bill"])
def test_r70_a_suspended_seller_looks_after_what_it_has_sold_and_sells_nothing(
    kind: str, request: pytest.FixtureRequest
) -> None:
    seller: Partner = request.getfixturevalue(kind)
    customer = customer_of(seller)
    order(seller, customer, line(make_offer()))
    sold, another = Subscription.objects.get(), make_offer("Exchange Online")
    suspend(seller)
    assert rename(seller, sold).nickname == f"By {seller}"
    client = client_of(seller)
    for name, parts in (
        ("customers", []),
        ("customer_account", [customer.pk]),
        ("customer_subscriptions", [customer.pk]),
        ("subscription", [customer.pk, sold.pk]),
    ):
        page = client.get(reverse(name, args=parts))
        assert page.status_code == 200, name
        assert "account is suspended" in page.content.decode(), name
    with pytest.raises(Refused) as caught:
        order(seller, customer, line(another))
    assert codes(caught) == ["R70"]
    with pytest.raises(Refused) as caught:
        add(seller)
    assert codes(caught) == ["R70"]
    assert (Order.objects.count(), Customer.objects.count()) == (1, 1)
    reactivate_partner(actor=actor_of(seller), now=NOW, partner=seller, reason="Paid")
    order(seller, customer, line(another))


def test_r70_a_suspended_provider_still_says_who_answers_for_a_subscription(
    provider: Partner, reseller: Partner
) -> None:
    order(provider, customer_of(provider, reseller=reseller), line(make_offer()))
    sold = Subscription.objects.get()
    suspend(provider)
    changed = set_support_contact(
        actor=actor_of(provider), now=NOW, subscription_id=sold.pk, version=sold.version, partner_id=reseller.pk
    )
    assert changed.support_contact == reseller


def test_r70_a_suspended_reseller_keeps_customers_and_incentives_and_gets_no_new_ones(
    provider: Partner, reseller: Partner
) -> None:
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer()), reseller=reseller)
    sold, another = Subscription.objects.get(), make_offer("Exchange Online")
    suspend(reseller)
    assert rename(reseller, sold).reseller == reseller
    assert client_of(reseller).get(reverse("customer_account", args=[customer.pk])).status_code == 200
    with pytest.raises(Refused) as caught:
        order(provider, customer, line(another), reseller=reseller)
    assert codes(caught) == ["R70"]
    with pytest.raises(Refused) as caught:
        add(provider, reseller=reseller)
    assert codes(caught) == ["R70"]
    order(provider, customer, line(another))
    assert Order.objects.count() == 2, "the provider goes on selling to the customer without it"


def test_pages_that_name_a_reseller_say_that_it_cannot_transact(provider: Partner, reseller: Partner) -> None:
    """With the reason: the customer's pages, the subscription, and wherever a reseller is chosen."""
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer()), reseller=reseller)
    sold, client = Subscription.objects.get(), client_of(provider)
    pages: tuple[tuple[str, list[Any]], ...] = (
        ("customer_account", [customer.pk]),
        ("customer_row", [customer.pk]),
        ("subscription", [customer.pk, sold.pk]),
        ("new_subscription", [customer.pk]),
        ("new_customer", []),
        ("reseller", [reseller.pk]),
        ("resellers", []),
        ("agreement_status", []),
    )
    reason = f"The account of {reseller} is suspended."
    for name, parts in pages:
        assert reason not in client.get(reverse(name, args=parts)).content.decode(), name
    suspend(reseller)
    for name, parts in pages:
        assert reason in client.get(reverse(name, args=parts)).content.decode(), name


def test_the_choice_of_a_support_contact_says_who_cannot_transact(
    provider: Partner, unsigned_reseller: Partner
) -> None:
    """It may be chosen all the same: answering the customer is no new business."""
    customer = customer_of(provider, reseller=unsigned_reseller)
    order(provider, customer, line(make_offer()))
    sold, client = Subscription.objects.get(), client_of(provider)
    path = reverse("subscription", args=[customer.pk, sold.pk])
    form = client.get(path).context["form"]
    labels = dict(form.fields["support_contact"].choices)
    assert labels[str(provider.pk)] == provider.name
    assert labels[str(unsigned_reseller.pk)].startswith(f"{unsigned_reseller} · Cannot transact yet: ")
    typed = {"version": sold.version, "nickname": "Mail", "support_contact": unsigned_reseller.pk}
    assert client.post(path, typed).status_code == 302
    assert Subscription.objects.get().support_contact == unsigned_reseller


def test_a_repeated_submission_of_before_the_suspension_is_no_second_order(provider: Partner) -> None:
    """What was ordered is answered as ordered, suspended or not (R57)."""
    customer, wanted, submission = customer_of(provider), line(make_offer()), uuid.uuid4()
    first = order(provider, customer, wanted, submission=submission)
    suspend(provider)
    assert order(provider, customer, wanted, submission=submission) == first
