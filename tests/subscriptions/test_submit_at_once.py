"""Fifty people press Submit at the same moment: one customer, one order, one password."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from customers.accounts.models import Customer
from foundation.mail.models import OutgoingMail
from foundation.organisations.models import Tenant
from foundation.rules import Refused
from foundation.users.models import User
from relationships.partners.models import Partner
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import cancel_draft, submit_draft
from subscriptions.orders.models import Order
from subscriptions.subscriptions.models import Subscription
from tests.customers.conftest import provider, regions
from tests.customers.factories import NOW, actor_of, customer_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer, order

__all__ = ["provider", "regions"]
pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


def at_once(count: int, act: Callable[[int], str]) -> Counter[str]:
    """Run `act(number)` in so many threads at the same moment; return how often each outcome came."""
    start = Barrier(count)

    def one(number: int) -> str:
        try:
            start.wait()
            return act(number)
        except Refused as refused:
            return ",".join(each.code for each in refused.refusals)
        except CustomerDraft.DoesNotExist:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


def test_fifty_submits_of_one_draft_give_one_customer_and_one_order(transactional_db: None, provider: Partner) -> None:
    draft = make_draft(provider, line(make_offer()), line(make_offer("Second"), 3))
    people = [actor_of(provider) for _ in range(PEOPLE)]
    told = at_once(
        PEOPLE,
        lambda number: (
            "password" if submit_draft(actor=people[number], now=NOW, draft_id=draft.pk).password else "again"
        ),
    )
    assert told == {"password": 1, "again": PEOPLE - 1}
    assert (Customer.objects.count(), Order.objects.count(), Subscription.objects.count()) == (1, 1, 2)
    assert OutgoingMail.objects.filter(kind="customer-welcome").count() == 1
    assert Customer.objects.get().licence_count == 13


def test_fifty_drafts_with_one_domain_give_one_customer(transactional_db: None, provider: Partner) -> None:
    """The others are told that it is taken, and nothing of them is left."""
    drafts = [make_draft(provider, domain_prefix="wanted") for _ in range(PEOPLE)]
    people = [actor_of(provider) for _ in range(PEOPLE)]
    tenants, users = Tenant.objects.count(), User.objects.count()
    told = at_once(
        PEOPLE,
        lambda number: submit_draft(actor=people[number], now=NOW, draft_id=drafts[number].pk).password and "added",
    )
    assert told == {"added": 1, "R37": PEOPLE - 1}
    assert (Tenant.objects.count(), User.objects.count()) == (tenants + 1, users + 1)


def test_submit_and_cancel_at_once_end_in_one_of_both(transactional_db: None, provider: Partner) -> None:
    """Either the customer is there, or nothing at all."""
    draft, person = make_draft(provider), actor_of(provider)

    def act(number: int) -> str:
        if number % 2:
            cancel_draft(actor=person, now=NOW, draft_id=draft.pk)
            return "cancelled"
        return "added" if submit_draft(actor=person, now=NOW, draft_id=draft.pk).password else "again"

    told = at_once(10, act)
    assert told["added"] + told["cancelled"] == 1
    assert Customer.objects.count() == told["added"]
    assert CustomerDraft.objects.count() == told["added"]


def test_a_limit_holds_for_orders_placed_at_once(transactional_db: None, provider: Partner) -> None:
    """One trial per customer, whoever is faster."""
    customer, trial = customer_of(provider), make_offer("Trial", limit=1, limit_unit="lifetime")

    def act(number: int) -> str:
        order(provider, customer, line(trial))
        return "ordered"

    assert at_once(10, act) == {"ordered": 1, "R48-limit": 9}
