"""What is locked in which order: nobody waits in a circle, and nobody decides on what is just being ended."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.onboarding.services import save_subscriptions, submit_draft
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import change_subscription, set_support_contact
from tests.customers.conftest import provider, regions, reseller
from tests.customers.factories import NOW, RESELLER, actor_of, customer_of, make_partner, make_partnership
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer, order

__all__ = ["provider", "regions", "reseller"]
pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 8
PATIENCE = 20.0
"""Seconds."""

WAITS_FOR_US = "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"

Choose = Callable[[Partner, Subscription, Partner], Subscription]


def alone(provider: Partner, subscription: Subscription, contact: Partner) -> Subscription:
    """Choose the support contact on its own."""
    return set_support_contact(
        actor=actor_of(provider), now=NOW, subscription_id=subscription.pk, version=1, partner_id=contact.pk
    )


def with_the_name(provider: Partner, subscription: Subscription, contact: Partner) -> Subscription:
    """Choose the support contact together with another nickname."""
    return change_subscription(
        actor=actor_of(provider),
        now=NOW,
        subscription_id=subscription.pk,
        version=1,
        nickname="Mail",
        support_contact_id=contact.pk,
    )


def end_partnership(provider: Partner, contact: Partner) -> None:
    """End the partnership of the two."""
    Partnership.objects.filter(provider=provider, reseller=contact).update(ended_at=NOW)


def take_rights_back(provider: Partner, contact: Partner) -> None:
    """Take the contact's delegated administration of the customer back."""
    held = DelegatedAdmin.objects.get(holder=contact.tenant, granting__customer__isnull=False)
    revoke(actor=actor_of(provider), now=NOW, delegation=held)


def waits(done: Future[str]) -> bool:
    """Say whether somebody begins to wait for this transaction before they are `done`."""
    limit = time.monotonic() + PATIENCE
    while not done.done() and time.monotonic() < limit:
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone():
                return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("choose", [alone, with_the_name])
@pytest.mark.parametrize(("end", "code"), [(end_partnership, "R10"), (take_rights_back, "R61")])
def test_a_support_contact_waits_for_what_is_just_being_ended(
    transactional_db: None,
    provider: Partner,
    reseller: Partner,
    choose: Choose,
    end: Callable[[Partner, Partner], None],
    code: str,
) -> None:
    """Whoever chooses while the partnership or the rights are ending waits, and then sees that they have ended."""
    order(provider, customer_of(provider, reseller=reseller), line(make_offer()), reseller=reseller)
    subscription = Subscription.objects.get()

    def chosen() -> str:
        try:
            choose(provider, subscription, reseller)
        except Refused as refused:
            return ",".join(each.code for each in refused.refusals)
        else:
            return "chosen"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            end(provider, reseller)
            told = pool.submit(chosen)
            assert waits(told)
        assert told.result(PATIENCE) == code
    subscription.refresh_from_db()
    assert (subscription.support_contact_id, subscription.version) == (provider.pk, 1)


def test_submits_with_swapped_resellers_do_not_wait_in_a_circle(
    transactional_db: None, provider: Partner, reseller: Partner
) -> None:
    """One for the first reseller with the second earning, one the other way round, many times over at once."""
    second, offer = make_partner("Second Resale", RESELLER), make_offer()
    make_partnership(provider, second)
    drafts: list[uuid.UUID] = []
    for customers_reseller, earner in [(reseller, second), (second, reseller)] * PAIRS:
        draft = make_draft(provider, reseller=customers_reseller)
        saved = save_subscriptions(
            actor=actor_of(provider),
            now=NOW,
            draft_id=draft.pk,
            version=draft.version,
            lines=[line(offer)],
            reseller_id=earner.pk,
        )
        drafts.append(saved.pk)
    person, start = actor_of(provider), Barrier(len(drafts))

    def submit(draft_id: uuid.UUID) -> bool:
        try:
            start.wait()
            return bool(submit_draft(actor=person, now=NOW, draft_id=draft_id).password)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        assert all(pool.map(submit, drafts))
    assert Subscription.objects.filter(reseller=reseller).count() == PAIRS
    assert Subscription.objects.filter(reseller=second).count() == PAIRS
