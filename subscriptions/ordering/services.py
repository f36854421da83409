"""Placing orders."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from customers.accounts.models import Customer
from customers.agreements.consent import is_agreed
from customers.relationships.end_customers import besides_customer
from customers.relationships.ties import tie_between
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.rules import Refused, enforce
from foundation.sorting import sort_name
from relationships.partners.models import Partner
from relationships.partnerships.services import hold_partnerships
from subscriptions.catalogue.models import CommercePolicy
from subscriptions.ordering.buyers import buyer_of
from subscriptions.ordering.decision import Decision, decide
from subscriptions.ordering.lines import OrderLineRequest, Quote, quote
from subscriptions.ordering.notices import tell_about_order
from subscriptions.ordering.rules import Submission, submission_is_fresh
from subscriptions.ordering.terms import last_day
from subscriptions.orders.models import Order, OrderLine
from subscriptions.subscriptions.figures import renew_figures
from subscriptions.subscriptions.models import LicenceBatch, Subscription


@transaction.atomic
def place_order(
    *,
    actor: Actor,
    now: datetime,
    customer: Customer,
    submission: UUID,
    lines: Sequence[OrderLineRequest],
    reseller_id: UUID | None,
) -> Order:
    """Order these lines for a customer and provision them: the order, its subscriptions and their first licences.

    `reseller_id` is who earns the incentives (R63), or None; it is a value of its own and need not be the customer's
    reseller. A repeated `submission` returns the order it placed the first time (R57). Raises Refused; ValueError for
    an order without lines or an actor without a tenant.
    """
    if not lines or actor.tenant_id is None or actor.user is None:
        raise ValueError("An order has a person of a partner who places it, and at least one line.")
    hold_partnerships(provider_id=actor.tenant_id, reseller_ids=[reseller_id])
    customer = _locked(customer, seller_id=actor.tenant_id)
    if placed := _placed_before(submission, customer):
        return placed
    tie = tie_between(partner=Partner(pk=actor.tenant_id), customer=customer, now=now)
    buyer = buyer_of(
        customer,
        agreed=is_agreed(customer),
        related=tie.related,
        in_csp=customer.in_csp,  # type: ignore[attr-defined]  # annotated by _locked
        is_reseller=customer.is_reseller,  # type: ignore[attr-defined]
    )
    decision = decide(seller_id=actor.tenant_id, buyer=buyer, lines=lines, reseller_id=reseller_id, now=now)
    if against := (*decision.closed, *decision.refusals):
        raise Refused(against)
    order = Order(submission=submission, customer=customer, placed_at=now, placed_by=actor.user)
    bought = _write(order, decision, quote(decision.book, lines))
    renew_figures(customer)
    _tell(actor, now, order, bought)
    return order


def _locked(customer: Customer, *, seller_id: UUID) -> Customer:
    besides = besides_customer("tenant", seller_id=seller_id)
    with_market = Customer.objects.select_related("tenant__country__market").annotate(**besides)
    return with_market.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)


def _placed_before(submission: UUID, customer: Customer) -> Order | None:
    """Return what this submission has ordered. Raises Refused when it was for another customer."""
    order = Order.objects.filter(submission=submission).first()
    enforce([submission_is_fresh], Submission(order is not None and order.customer_id != customer.pk))
    return order


def _write(order: Order, decision: Decision, priced: Quote) -> list[OrderLine]:
    """Write the order, its lines and what they provision."""
    order.seller_id = decision.seller.partner_id
    order.currency, order.total = priced.currency, priced.total
    order.save(force_insert=True)
    lines = OrderLine.objects.bulk_create(_order_lines(order, decision, priced))
    _provision(order, lines)
    return lines


def _tell(actor: Actor, now: datetime, order: Order, lines: Sequence[OrderLine]) -> None:
    """Put the order on record and tell those who serve the customer."""
    record(
        actor=actor,
        now=now,
        verb="order.placed",
        subject=order,
        customer=str(order.customer_id),
        customer_name=order.customer.name,
        reseller=str(lines[0].reseller_id) if lines[0].reseller_id else None,
        total=str(order.total),
        currency=order.currency,
        lines=[{"offer": line.offer_id, "quantity": line.quantity} for line in lines],
    )
    tell_about_order(now=now, order=order, lines=[f"{line.offer_name} × {line.quantity}" for line in lines])


def _order_lines(order: Order, decision: Decision, priced: Quote) -> list[OrderLine]:
    """Copy everything that counts: later changes of the catalogue change nothing."""
    reseller = decision.reseller
    return [
        OrderLine(
            order=order,
            number=number,
            offer=line.offer,
            offer_name=line.offer.name,
            quantity=line.quantity,
            term=line.plan.term,
            cycle=line.plan.cycle,
            unit_price=line.unit_price,
            currency=priced.currency,
            price_list=str(decision.book.price_list),
            policy=line.offer.policy_id,
            reseller_id=reseller.partner_id if reseller else None,
            reseller_mpn_id=reseller.mpn_id if reseller else "",
        )
        for number, line in enumerate(priced.lines)
    ]


def _provision(order: Order, lines: Sequence[OrderLine]) -> None:
    """Write the subscriptions, bases before their add-ons, each with the licences bought as its first batch."""
    owned = Subscription.objects.filter(
        customer=order.customer_id, status=Subscription.Status.ACTIVE, offer__is_addon=False
    )
    bases = {each.offer_id: each for each in owned.order_by("created_at", "pk")}
    for line in sorted(lines, key=lambda each: (each.offer.is_addon, each.number)):
        subscription = _subscription(order, line)
        if line.offer.is_addon:
            needs = line.offer.prerequisites.values_list("pk", flat=True)
            subscription.parent = next((bases[each] for each in needs if each in bases), None)
        else:
            bases[line.offer_id] = subscription
        subscription.save(force_insert=True)
        LicenceBatch.objects.create(
            subscription=subscription,
            quantity=line.quantity,
            added_at=order.placed_at,
            reducible_until=_reducible_until(line.offer.policy, order.placed_at),
        )


def _subscription(order: Order, line: OrderLine) -> Subscription:
    """Return the subscription of a line; policy and term dates are fixed here, support falls to the seller (R61)."""
    start = order.placed_at.astimezone(UTC).date()
    return Subscription(
        customer=order.customer,
        seller_id=order.seller_id,
        order_line=line,
        offer=line.offer,
        nickname=line.offer_name,
        sort_name=sort_name(line.offer_name)[:200],
        quantity=line.quantity,
        term=line.term,
        cycle=line.cycle,
        policy=line.offer.policy,
        auto_renew=line.offer.is_auto_renewable,
        started_on=start,
        term_ends_on=last_day(start, line.term),
        created_at=order.placed_at,
        reseller_id=line.reseller_id,
        support_contact_id=order.seller_id,
    )


def _reducible_until(policy: CommercePolicy, now: datetime) -> datetime | None:
    """Return until when these licences may be given back, or None for at any time."""
    return None if policy.reduce_days is None else now + timedelta(days=policy.reduce_days)
