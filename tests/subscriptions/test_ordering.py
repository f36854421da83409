"""Placing orders."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from customers.accounts.models import Customer
from customers.adding.services import add_customer
from customers.relationships.models import NEVER, CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.rules import Refused
from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Partner
from relationships.regions.models import RegionCountry
from subscriptions.catalogue.models import Price, PriceList
from subscriptions.ordering.lines import OrderLineRequest
from subscriptions.ordering.services import place_order
from subscriptions.orders.models import Order, OrderLine
from subscriptions.subscriptions.models import LicenceBatch, Subscription
from tests.customers.factories import NOW, account_info, actor_of, customer_of, membership_in
from tests.subscriptions.factories import line, make_offer, make_policy, order


def refused(seller: Partner, customer: Customer, *lines: OrderLineRequest, reseller: Partner | None = None) -> set[str]:
    """Return why this order is refused; nothing may be left of it."""
    before = Order.objects.count(), Subscription.objects.count()
    with pytest.raises(Refused) as error:
        order(seller, customer, *lines, reseller=reseller)
    assert (Order.objects.count(), Subscription.objects.count()) == before
    return {refusal.code for refusal in error.value.refusals}


def test_an_order_is_there_whole(provider: Partner, reseller: Partner) -> None:
    """Order, lines with everything copied, subscriptions, licences, figures, audit and the reseller's notice."""
    clerk = membership_in(reseller, "sales_agent")
    customer = customer_of(provider, reseller=reseller)
    basic, premium = make_offer(), make_offer("Microsoft 365 Business Premium", price="20.60")
    placed = order(provider, customer, line(basic, 10), line(premium, 3, cycle="annual"), reseller=reseller)
    assert (placed.currency, placed.total, placed.status) == ("EUR", Decimal("797.60"), "completed")
    first = OrderLine.objects.get(order=placed, number=0)
    assert (first.offer_name, first.unit_price, first.policy) == (basic.name, Decimal("5.60"), "new-commerce")
    assert first.reseller_mpn_id == reseller.locations.get().mpn_id
    subscription = Subscription.objects.get(order_line=first)
    assert (subscription.quantity, subscription.status, subscription.auto_renew) == (10, "active", True)
    assert (subscription.started_on, subscription.term_ends_on) == (date(2026, 3, 16), date(2027, 3, 15))
    batch = LicenceBatch.objects.get(subscription=subscription)
    assert (batch.quantity, batch.reducible_until) == (10, NOW + timedelta(days=7))
    customer.refresh_from_db()
    assert (customer.subscription_count, customer.licence_count) == (2, 13)
    assert customer.next_renewal == date(2027, 3, 16)
    renewals = CustomerRelationship.objects.filter(customer=customer).values_list("next_renewal", flat=True)
    assert set(renewals) == {date(2027, 3, 16)}
    assert AuditEvent.objects.filter(verb="order.placed", subject_id=str(placed.pk)).count() == 1
    assert Notification.objects.filter(user=clerk.user, kind="order-placed").count() == 1


def test_later_prices_change_nothing_that_was_bought(provider: Partner) -> None:
    """The line keeps its own price and the name of its list."""
    customer, offer = customer_of(provider), make_offer()
    placed = order(provider, customer, line(offer))
    Price.objects.update(unit_price=99)
    bought = placed.lines.get()
    assert (bought.unit_price, bought.price_list) == (Decimal("5.60"), "Sample list (EUR, 2026-01-01)")


def test_legacy_licences_can_be_given_back_at_any_time(provider: Partner) -> None:
    """The window comes from the offer's policy."""
    customer, offer = customer_of(provider), make_offer(policy=make_policy("legacy"))
    order(provider, customer, line(offer))
    assert LicenceBatch.objects.get().reducible_until is None


def test_what_does_not_renew_has_no_renewal(provider: Partner) -> None:
    """A trial counts as a subscription, but nothing renews."""
    customer, trial = customer_of(provider), make_offer("Trial", is_auto_renewable=False)
    order(provider, customer, line(trial, 25))
    customer.refresh_from_db()
    assert (customer.subscription_count, customer.next_renewal) == (1, None)
    assert CustomerRelationship.objects.get(customer=customer).next_renewal == NEVER


def test_the_reseller_for_incentives_is_a_value_of_its_own(provider: Partner, reseller: Partner) -> None:
    """A customer of a reseller can be sold to without one, and the other way round."""
    offer = make_offer()
    order(provider, customer_of(provider, reseller=reseller), line(offer))
    assert Subscription.objects.get().reseller is None
    own = customer_of(provider)
    order(provider, own, line(offer), reseller=reseller)
    assert Subscription.objects.get(customer=own).reseller == reseller
    assert not CustomerRelationship.objects.filter(customer=own, partner=reseller).exists()


def test_r20_a_reseller_without_mpa_is_not_put_on_a_new_subscription(
    provider: Partner, unsigned_reseller: Partner
) -> None:
    """It says so with the remedy; the same order without a reseller goes through."""
    customer, offer = customer_of(provider, reseller=unsigned_reseller), make_offer()
    assert refused(provider, customer, line(offer), reseller=unsigned_reseller) == {"R20"}
    assert order(provider, customer, line(offer))


def test_r19_a_seller_without_mpa_cannot_order(provider: Partner) -> None:
    """Its own signature is missing."""
    customer, offer = customer_of(provider), make_offer()
    PartnerAgreement.objects.filter(partner=provider).delete()
    assert refused(provider, customer, line(offer)) == {"R19"}


def test_r33_an_order_belongs_to_a_customer_that_exists(provider: Partner) -> None:
    """The record comes first: the database refuses an order without a customer."""
    with pytest.raises(IntegrityError, match="customer_id"):
        Order.objects.create(
            submission=uuid.uuid4(),
            seller=provider,
            currency="EUR",
            total=0,
            placed_at=NOW,
            placed_by=membership_in(provider).user,
        )


def test_r40_without_an_agreement_nothing_is_ordered(provider: Partner) -> None:
    """The customer was only asked."""
    assert refused(provider, customer_of(provider, agreed=False), line(make_offer())) == {"R40"}


def test_r45_the_seller_needs_a_relationship_of_its_own(provider: Partner, other_provider: Partner) -> None:
    """Somebody else's customer cannot be ordered for."""
    assert refused(other_provider, customer_of(provider), line(make_offer())) == {"R45"}


def test_r47_resellers_do_not_order(provider: Partner, reseller: Partner) -> None:
    """Not even for a customer they serve."""
    assert "R47" in refused(reseller, customer_of(provider, reseller=reseller), line(make_offer()))


def test_r48_licences_lie_between_minimum_and_maximum(provider: Partner) -> None:
    """Too few and too many are refused; the ends are allowed."""
    customer, offer = customer_of(provider), make_offer(minimum=5, maximum=300)
    assert refused(provider, customer, line(offer, 4)) == {"R48"}
    assert refused(provider, customer, line(offer, 301)) == {"R48"}
    assert order(provider, customer, line(offer, 5))
    assert order(provider, customer, line(offer, 300))


def test_r48_limit_concurrent_ones_count_while_they_are_there(provider: Partner) -> None:
    """Deleted subscriptions make room; a limit also holds inside one order."""
    customer, offer = customer_of(provider), make_offer(limit=1, limit_unit="concurrent")
    assert refused(provider, customer, line(offer), line(offer)) == {"R48-limit"}
    order(provider, customer, line(offer))
    assert refused(provider, customer, line(offer)) == {"R48-limit"}
    Subscription.objects.update(status="deleted")
    assert order(provider, customer, line(offer))


def test_r48_limit_lifetime_ones_count_for_ever(provider: Partner) -> None:
    """A trial is had once."""
    customer, trial = customer_of(provider), make_offer(limit=1, limit_unit="lifetime", is_trial=True)
    order(provider, customer, line(trial, 25))
    Subscription.objects.update(status="deleted")
    assert refused(provider, customer, line(trial, 25)) == {"R48-limit"}


def test_r49_the_seller_is_not_its_own_reseller(provider: Partner) -> None:
    """The provider's own ID is refused."""
    assert refused(provider, customer_of(provider), line(make_offer()), reseller=provider) == {"R49"}


def test_r52_an_add_on_needs_its_base(provider: Partner) -> None:
    """In the same order, whatever the sequence, or owned already; then it hangs on it."""
    customer, base = customer_of(provider), make_offer()
    addon = make_offer("Audio Conferencing", is_addon=True)
    addon.prerequisites.add(base)
    assert refused(provider, customer, line(addon)) == {"R52"}
    order(provider, customer, line(addon, 2), line(base))
    bought = Subscription.objects.get(offer=addon)
    assert bought.parent == Subscription.objects.get(offer=base)
    order(provider, customer, line(addon, 1))
    Subscription.objects.filter(offer=base).update(status="suspended")
    assert refused(provider, customer, line(addon)) == {"R52"}


def test_offer_for_sale_only_with_a_plan_that_has_a_price(provider: Partner) -> None:
    """Unknown offers, other plans, offers no longer sold and those of another segment are refused."""
    customer, offer, school = customer_of(provider), make_offer(), make_offer("A3", segment="education")
    gone = make_offer("Gone", is_available=False)
    assert refused(provider, customer, OrderLineRequest("nothing", 1, "P1Y", "monthly")) == {"offer-for-sale"}
    assert refused(provider, customer, line(offer, term="P3Y")) == {"offer-for-sale"}
    assert refused(provider, customer, line(gone)) == {"offer-for-sale"}
    assert refused(provider, customer, line(school)) == {"offer-for-sale"}
    assert order(provider, customer_of(provider, qualification="education"), line(school))


def test_price_list_of_the_customers_currency_is_needed(provider: Partner) -> None:
    """A Danish customer pays in kroner, for which there is no list; tomorrow's list does not count today."""
    danish, offer = customer_of(provider, country="DK", postal_code="1050"), make_offer()
    assert refused(provider, danish, line(offer)) == {"price-list"}
    PriceList.objects.create(name="Later", currency="DKK", valid_from="2026-03-17")
    assert refused(provider, danish, line(offer)) == {"price-list"}


def test_currency_must_be_published(provider: Partner) -> None:
    """A country without one is refused with a clear reason."""
    customer, offer = customer_of(provider), make_offer()
    RegionCountry.objects.filter(country="DE").update(currency="")
    assert refused(provider, customer, line(offer)) == {"currency"}


def test_r57_a_repeated_submission_is_one_order(provider: Partner) -> None:
    """The second answer is the first order."""
    customer, offer, submission = customer_of(provider), make_offer(), uuid.uuid4()
    first = order(provider, customer, line(offer), submission=submission)
    again = order(provider, customer, line(offer, 99), submission=submission)
    assert first == again
    assert Subscription.objects.get().quantity == 10


def test_submission_once_for_one_customer(provider: Partner) -> None:
    """A form carried over to another customer orders nothing."""
    offer, submission = make_offer(), uuid.uuid4()
    order(provider, customer_of(provider), line(offer), submission=submission)
    with pytest.raises(Refused) as error:
        order(provider, customer_of(provider), line(offer), submission=submission)
    assert error.value.refusals[0].code == "submission-once"


def test_r61_the_seller_answers_unless_somebody_else_is_chosen(provider: Partner, reseller: Partner) -> None:
    """Also when a reseller earns the incentives."""
    order(provider, customer_of(provider, reseller=reseller), line(make_offer()), reseller=reseller)
    assert Subscription.objects.get().support_contact == provider


def test_a_direct_bill_partner_orders_for_its_own_customer(direct_bill: Partner) -> None:
    """Without any reseller."""
    assert order(direct_bill, customer_of(direct_bill), line(make_offer())).lines.get().reseller is None


def test_a_direct_bill_partner_names_no_reseller(direct_bill: Partner, reseller: Partner) -> None:
    """It has no partnerships."""
    assert "R10" in refused(direct_bill, customer_of(direct_bill), line(make_offer()), reseller=reseller)


def test_an_order_without_lines_is_a_mistake_of_the_caller(provider: Partner) -> None:
    """Forms refuse it before."""
    with pytest.raises(ValueError, match="at least one line"):
        order(provider, customer_of(provider))


def test_add_and_order_undo_together(provider: Partner) -> None:
    """Inside one transaction a refused order leaves no customer."""
    offer = make_offer()
    with pytest.raises(Refused):
        add_and_order(provider, line(offer))
    assert not Customer.objects.exists()


@transaction.atomic
def add_and_order(provider: Partner, wanted: OrderLineRequest) -> None:
    """Add a customer who has not agreed, and order for it."""
    actor = actor_of(provider)
    added = add_customer(actor=actor, now=NOW, account=account_info(), reseller_id=None, agreement=None)
    place_order(
        actor=actor, now=NOW, customer=added.customer, submission=uuid.uuid4(), lines=[wanted], reseller_id=None
    )
