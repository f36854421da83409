"""The life of a draft."""

from datetime import timedelta

import pytest

from customers.accounts.models import Customer
from customers.adding.decision import addition_refusals
from foundation.organisations.models import Tenant
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.onboarding.contents import account_of, agreement_of, lines_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import (
    cancel_draft,
    discard_expired_drafts,
    save_account,
    save_subscriptions,
    submit_draft,
)
from subscriptions.onboarding.tasks import discard_drafts
from subscriptions.orders.models import Order
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, account_info, actor_of, attestation, customer_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer

LATER = NOW + timedelta(days=8)


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Return the codes of a refusal."""
    return {refusal.code for refusal in error.value.refusals}


def test_a_draft_gives_back_what_was_put_into_it(provider: Partner) -> None:
    account = account_info(tags=("big", "north"), address_line2="Hinterhaus")
    draft = make_draft(provider, line(make_offer(), 3), tags=account.tags, address_line2="Hinterhaus")
    draft.refresh_from_db()
    assert account_of(draft).tags == ("big", "north")
    assert account_of(draft).address_line2 == "Hinterhaus"
    assert agreement_of(draft) == attestation()
    assert lines_of(draft)[0].quantity == 3


def test_submit_makes_customer_and_order_of_it(provider: Partner, reseller: Partner) -> None:
    draft = make_draft(provider, line(make_offer()), reseller=reseller)
    submitted = submit_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    customer = Customer.objects.get()
    assert submitted.draft.customer == customer
    assert submitted.password
    assert Order.objects.get().submission == draft.pk
    assert Subscription.objects.get().reseller == reseller


def test_a_second_submit_does_nothing_and_tells_no_password(provider: Partner) -> None:
    draft, actor = make_draft(provider, line(make_offer())), actor_of(provider)
    submit_draft(actor=actor, now=NOW, draft_id=draft.pk)
    again = submit_draft(actor=actor, now=LATER, draft_id=draft.pk)
    assert again.password == ""
    assert (Customer.objects.count(), Order.objects.count()) == (1, 1)


def test_a_refused_order_leaves_no_customer(provider: Partner, reseller: Partner) -> None:
    """All of it or nothing: the partnership has ended meanwhile."""
    draft = make_draft(provider, line(make_offer()), reseller=reseller)
    Partnership.objects.update(ended_at=NOW)
    with pytest.raises(Refused) as error:
        submit_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    assert codes(error) == {"R10"}
    assert not Customer.objects.exists()
    draft.refresh_from_db()
    assert draft.submitted_at is None


def test_a_domain_taken_meanwhile_leaves_the_draft_as_it_was(provider: Partner) -> None:
    draft = make_draft(provider, domain_prefix="wanted")
    customer_of(provider, domain_prefix="wanted")
    tenants = Tenant.objects.count()
    with pytest.raises(Refused) as error:
        submit_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    assert codes(error) == {"R37"}
    assert Tenant.objects.count() == tenants
    found = addition_refusals(seller=provider, account=account_of(draft), reseller_id=None)
    assert [field for _refusal, field in found] == ["domain_prefix"]


def test_without_an_agreement_the_customer_is_added_and_nothing_ordered(provider: Partner) -> None:
    """Lines chosen before the agreement was taken back are not ordered (R40)."""
    draft = make_draft(provider, line(make_offer()))
    changed = save_account(
        actor=actor_of(provider),
        now=NOW,
        draft_id=draft.pk,
        version=draft.version,
        account=account_of(draft),
        agreement=None,
        reseller_id=None,
    )
    submit_draft(actor=actor_of(provider), now=NOW, draft_id=changed.pk)
    assert Customer.objects.count() == 1
    assert not Order.objects.exists()


def test_the_reseller_for_incentives_follows_the_customers_until_it_is_chosen(
    provider: Partner, reseller: Partner
) -> None:
    draft = make_draft(provider)
    account, agreement = account_of(draft), agreement_of(draft)
    draft = save_account(
        actor=actor_of(provider),
        now=NOW,
        draft_id=draft.pk,
        version=1,
        account=account,
        agreement=agreement,
        reseller_id=reseller.pk,
    )
    assert draft.incentive_reseller == reseller
    draft = save_subscriptions(
        actor=actor_of(provider), now=NOW, draft_id=draft.pk, version=2, lines=[line(make_offer())], reseller_id=None
    )
    draft = save_account(
        actor=actor_of(provider),
        now=NOW,
        draft_id=draft.pk,
        version=3,
        account=account,
        agreement=agreement,
        reseller_id=reseller.pk,
    )
    assert (draft.reseller, draft.incentive_reseller) == (reseller, None)


def test_two_people_editing_one_draft_do_not_overwrite_each_other(provider: Partner) -> None:
    draft = make_draft(provider)
    save_subscriptions(
        actor=actor_of(provider), now=NOW, draft_id=draft.pk, version=1, lines=[line(make_offer(), 5)], reseller_id=None
    )
    with pytest.raises(Stale) as error:
        save_subscriptions(actor=actor_of(provider), now=NOW, draft_id=draft.pk, version=1, lines=[], reseller_id=None)
    assert error.value.current.version == 2
    assert lines_of(CustomerDraft.objects.get())[0].quantity == 5


def test_r51_cancel_drops_everything(provider: Partner) -> None:
    """Nothing had been created, and the draft is gone."""
    draft = make_draft(provider, line(make_offer()))
    cancel_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    assert not CustomerDraft.objects.exists()
    assert not Customer.objects.exists()


def test_draft_submitted_is_neither_changed_nor_cancelled(provider: Partner) -> None:
    draft = make_draft(provider)
    submit_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    with pytest.raises(Refused) as error:
        cancel_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    assert codes(error) == {"draft-submitted"}
    with pytest.raises(Refused) as error:
        save_subscriptions(actor=actor_of(provider), now=NOW, draft_id=draft.pk, version=2, lines=[], reseller_id=None)
    assert codes(error) == {"draft-submitted"}


def test_draft_expired_after_seven_days(provider: Partner) -> None:
    """It can still be cancelled."""
    draft = make_draft(provider)
    with pytest.raises(Refused) as error:
        submit_draft(actor=actor_of(provider), now=LATER, draft_id=draft.pk)
    assert codes(error) == {"draft-expired"}
    cancel_draft(actor=actor_of(provider), now=LATER, draft_id=draft.pk)


def test_r57_expired_drafts_are_discarded_submitted_ones_stay(provider: Partner) -> None:
    """A week later, so that who comes back reads why it is over; the task does the same."""
    submitted, forgotten = make_draft(provider), make_draft(provider)
    submit_draft(actor=actor_of(provider), now=NOW, draft_id=submitted.pk)
    assert discard_expired_drafts(now=LATER) == 0
    assert discard_expired_drafts(now=LATER + timedelta(days=7)) == 1
    assert list(CustomerDraft.objects.values_list("pk", flat=True)) == [submitted.pk]
    assert forgotten.pk != submitted.pk
    assert discard_drafts.name == "onboarding.discard_expired_drafts"
