"""What the end of a partnership leaves alone on the upper floors, what it refuses from then on, and handing over."""

import uuid
from datetime import date, timedelta

import pytest

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import grant
from relationships.endings import reassignment
from relationships.endings.impact import answers_for, weight_of
from relationships.endings.models import PartnershipEnding
from relationships.endings.reassignment import reassign, reassign_all, refusals_in
from relationships.endings.services import Wish, choose_reassignment, end_partnership
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import ACCESS_ROLES
from subscriptions.onboarding.services import start_draft, submit_draft
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import set_support_contact
from tests.customers.factories import (
    NOW,
    RESELLER,
    account_info,
    actor_of,
    add,
    attestation,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The partnership of the two."""
    return Partnership.objects.get(provider=provider, reseller=reseller)


@pytest.fixture
def heir(provider: Partner) -> Partner:
    """Another reseller of the provider."""
    partner = make_partner("Heir Resale", RESELLER)
    make_partnership(provider, partner)
    return partner


@pytest.fixture
def customer(provider: Partner, reseller: Partner) -> Customer:
    """A customer of both, with a subscription on which the reseller earns and for which it answers."""
    customer = customer_of(provider, reseller=reseller)
    placed = order(provider, customer, line(make_offer()), reseller=reseller)
    supported_by(provider, reseller, Subscription.objects.get(order_line__order=placed))
    return customer


def supported_by(provider: Partner, contact: Partner, subscription: Subscription) -> None:
    """Make a partner the support contact."""
    set_support_contact(
        actor=actor_of(provider),
        now=NOW,
        subscription_id=subscription.pk,
        version=subscription.version,
        partner_id=contact.pk,
    )


def end(partnership: Partnership, reassignment: dict[str, uuid.UUID | None] | None = None) -> PartnershipEnding:
    """End it at once, for the provider, who types the reseller's name."""
    wish = Wish("Merged", reassignment=reassignment or {}, name_typed=partnership.reseller.name)
    return end_partnership(actor=actor_of(partnership.provider), now=LATER, partnership=partnership, wish=wish)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Return the codes of the refusals."""
    return {each.code for each in refused.value.refusals}


def test_r67_removing_a_partnership_removes_no_customer_and_no_admin_right(
    partnership: Partnership, customer: Customer
) -> None:
    before = set(CustomerRelationship.objects.filter(ended_at=None)), set(DelegatedAdmin.objects.filter(ended_at=None))
    end(partnership)
    after = set(CustomerRelationship.objects.filter(ended_at=None)), set(DelegatedAdmin.objects.filter(ended_at=None))
    assert before == after
    assert Customer.objects.visible_to(actor_of(partnership.reseller)).get() == customer


def test_r68_subscriptions_keep_running_and_stay_billed_to_the_provider(
    partnership: Partnership, customer: Customer
) -> None:
    before = Subscription.objects.values().get()
    end(partnership)
    after = Subscription.objects.get()
    assert Subscription.objects.values().get() == before
    assert (after.status, after.seller, after.reseller) == ("active", partnership.provider, partnership.reseller)
    assert Subscription.objects.visible_to(actor_of(partnership.reseller)).get() == after


def test_r10_after_the_end_no_customer_is_added_for_the_reseller(partnership: Partnership) -> None:
    end(partnership)
    with pytest.raises(Refused) as refused:
        add(partnership.provider, reseller=partnership.reseller)
    assert codes(refused) == {"R10"}


def test_r10_after_the_end_no_order_names_the_reseller(partnership: Partnership, customer: Customer) -> None:
    """Without it, the provider goes on ordering for the customer."""
    end(partnership)
    with pytest.raises(Refused) as refused:
        order(partnership.provider, customer, line(make_offer("Another")), reseller=partnership.reseller)
    assert codes(refused) == {"R10"}
    assert order(partnership.provider, customer, line(make_offer("A third")))


def test_r10_after_the_end_the_reseller_is_chosen_as_no_support_contact(
    provider: Partner, partnership: Partnership
) -> None:
    customer = customer_of(provider, reseller=partnership.reseller)
    order(provider, customer, line(make_offer()))
    end(partnership)
    with pytest.raises(Refused) as refused:
        supported_by(provider, partnership.reseller, Subscription.objects.get())
    assert codes(refused) == {"R10"}


def test_r10_after_the_end_a_draft_that_names_the_reseller_is_not_submitted(
    provider: Partner, partnership: Partnership
) -> None:
    actor = actor_of(provider)
    draft = start_draft(
        actor=actor,
        now=NOW,
        account=account_info(),
        agreement=attestation(),
        reseller_id=partnership.reseller_id,
    )
    assert {each.kind.key: each.live for each in answers_for(actor, partnership, LATER)}["drafts"] == 1
    end(partnership)
    with pytest.raises(Refused) as refused:
        submit_draft(actor=actor, now=LATER, draft_id=draft.pk)
    assert codes(refused) == {"R10"}


def test_the_impact_is_told_in_one_query_and_only_its_own_side_to_each(
    partnership: Partnership, customer: Customer, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    expected = {
        "customers": 1, "customer_access": 1, "incentives": 1, "support": 1, "requests": 0, "reseller_requests": 0,
        "access": 1, "drafts": 0,
    }  # fmt: skip
    actor = actor_of(partnership.provider)
    with django_assert_num_queries(1):  # type: ignore[operator]
        answers = answers_for(actor, partnership, LATER)
    assert {each.kind.key: each.live for each in answers} == expected
    assert weight_of(answers) == 2
    active, *_others = next(each for each in answers if each.kind.key == "incentives").lines
    assert (str(active.label), active.number) == ("Active", 1)
    by_reseller = answers_for(actor_of(partnership.reseller), partnership, LATER)
    assert {each.kind.key for each in by_reseller} == expected.keys() - {"drafts"}
    links = {line.url for each in (*answers, *by_reseller) for line in each.lines if line.url}
    assert f"/customers/?reseller={partnership.reseller_id}" in links
    assert f"/customers/?provider={partnership.provider_id}" in links


def test_ending_confirmed_much_asks_for_the_other_companys_name(
    provider: Partner, partnership: Partnership, settings: pytest.FixtureRequest
) -> None:
    """Above the threshold; capitals and blanks aside."""
    settings.PARTNERSHIP_END_CONFIRM_ABOVE = 1  # type: ignore[attr-defined]
    for _each in range(2):
        customer_of(provider, reseller=partnership.reseller)
    for typed in ("", "Northlight Distribution", "Contoso"):
        with pytest.raises(Refused) as refused:
            end_partnership(
                actor=actor_of(provider), now=LATER, partnership=partnership, wish=Wish("Merged", name_typed=typed)
            )
        assert codes(refused) == {"ending-confirmed"}
    wish = Wish("Merged", name_typed="  contoso   RESALE ")
    assert end_partnership(actor=actor_of(provider), now=LATER, partnership=partnership, wish=wish).carried_out_at


def test_customers_are_handed_over_and_nothing_else_moves(
    partnership: Partnership, customer: Customer, heir: Partner
) -> None:
    """R62: the provider's row names the heir, the old reseller's ends, the heir gets its own; the rest stays."""
    reseller, provider = partnership.reseller, partnership.provider
    ending = end(partnership, {"customers": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    rows = {row.partner: row for row in CustomerRelationship.objects.filter(customer=customer)}
    assert (rows[provider].reseller, rows[provider].ended_at) == (heir, None)
    assert rows[reseller].ended_at == LATER
    assert (rows[heir].through, rows[heir].ended_at) == (provider, None)
    assert rows[heir].next_renewal == rows[provider].next_renewal
    subscription = Subscription.objects.get()
    assert (subscription.reseller, subscription.support_contact) == (reseller, reseller)
    assert DelegatedAdmin.objects.filter(granting=customer.tenant, holder=reseller.tenant, ended_at=None).exists()
    assert not DelegatedAdmin.objects.filter(granting=customer.tenant, holder=heir.tenant).exists()
    event = AuditEvent.objects.get(verb="customer.reseller_changed")
    assert (event.data["before"], event.data["after"]) == (str(reseller.pk), str(heir.pk))


def test_to_nobody_customers_become_the_providers_own(partnership: Partnership, customer: Customer) -> None:
    ending = end(partnership, {"customers": None})
    reassign(ending_id=ending.pk, now=LATER)
    assert CustomerRelationship.objects.get(customer=customer, ended_at=None).reseller is None
    ending.refresh_from_db()
    assert ending.outcome == {"customers": {"to": "", "moved": 1, "kept": 0, "over": True}}


def test_r62_incentives_move_alone_and_expired_subscriptions_keep_whom_they_had(
    provider: Partner, partnership: Partnership, customer: Customer, heir: Partner
) -> None:
    order(provider, customer, line(make_offer("Old one")), reseller=partnership.reseller)
    Subscription.objects.filter(nickname="Old one").update(status=Subscription.Status.EXPIRED)
    ending = end(partnership, {"incentives": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    earning = {each.nickname: each.reseller for each in Subscription.objects.all()}
    assert earning == {"Microsoft 365 Business Basic": heir, "Old one": partnership.reseller}
    assert Subscription.objects.get(reseller=heir).support_contact == partnership.reseller
    assert CustomerRelationship.objects.get(partner=provider).reseller == partnership.reseller
    assert AuditEvent.objects.filter(verb="subscription.reseller_set").count() == 1


def test_r61_support_moves_to_the_heir_where_it_administers_the_customer_else_to_the_provider(
    provider: Partner, partnership: Partnership, customer: Customer, heir: Partner
) -> None:
    other = customer_of(provider, reseller=partnership.reseller)
    placed = order(provider, other, line(make_offer("Other")))
    supported_by(provider, partnership.reseller, Subscription.objects.get(order_line__order=placed))
    grant(actor=actor_of(provider), now=NOW, granting=other.tenant, holder=heir.tenant, roles=ACCESS_ROLES)
    ending = end(partnership, {"support": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    contacts = {each.customer_id: each.support_contact for each in Subscription.objects.all()}
    assert contacts == {other.pk: heir, customer.pk: provider}
    ending.refresh_from_db()
    assert ending.outcome["support"] == {"to": "Heir Resale", "moved": 1, "kept": 1, "over": True}


def test_it_goes_chunk_by_chunk_and_a_worker_that_dies_loses_nothing(
    provider: Partner, partnership: Partnership, heir: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row once, each with one record, whatever was done when the first worker died; a repeat does nothing."""
    monkeypatch.setattr(reassignment, "CHUNK", 2)
    for _each in range(5):
        customer_of(provider, reseller=partnership.reseller)
    ending = end(partnership, {"customers": heir.pk, "support": None})
    assert reassignment._step(ending.pk, LATER) is True
    assert CustomerRelationship.objects.filter(partner=provider, reseller=heir).count() == 2
    for _twice in range(2):
        reassign_all(now=LATER)
    assert CustomerRelationship.objects.filter(partner=provider, reseller=heir).count() == 5
    assert AuditEvent.objects.filter(verb="customer.reseller_changed").count() == 5
    ending.refresh_from_db()
    assert ending.reassigned_at == LATER
    assert ending.outcome["customers"]["moved"] == 5
    partnership.refresh_from_db()
    assert partnership.customer_count == 0
    assert Partnership.objects.get(reseller=heir).customer_count == 5


def test_provider_and_heir_are_told_once_when_it_is_done(
    partnership: Partnership, customer: Customer, heir: Partner
) -> None:
    watcher, receiver = actor_of(partnership.provider), actor_of(heir)
    ending = end(partnership, {"customers": heir.pk, "incentives": heir.pk})
    for _twice in range(2):
        reassign(ending_id=ending.pk, now=LATER)
    assert Notification.objects.filter(kind="partnership.reassigned", user=watcher.user).count() == 1
    told = Notification.objects.get(kind="partnership.taken_over", user=receiver.user)
    assert "Customers: 1" in told.params["what"]


def test_an_heir_that_may_not_take_over_by_then_gets_nothing_and_the_reason_is_kept(
    provider: Partner, partnership: Partnership, customer: Customer, heir: Partner
) -> None:
    """Chosen when the end was planned, suspended when it came. Another one can be chosen afterwards."""
    ending = end(partnership, {"customers": heir.pk})
    Partner.objects.filter(pk=heir.pk).update(status="suspended")
    reassign(ending_id=ending.pk, now=LATER)
    ending.refresh_from_db()
    assert [each.code for each in refusals_in(ending.outcome["customers"])] == ["R70"]
    assert CustomerRelationship.objects.get(partner=provider).reseller == partnership.reseller
    choose_reassignment(actor=actor_of(provider), now=LATER, partnership=partnership, reassignment={"customers": None})
    reassign_all(now=LATER)
    assert CustomerRelationship.objects.get(partner=provider).reseller is None


def test_r20_an_heir_without_the_agreement_takes_customers_but_no_incentives(
    partnership: Partnership, customer: Customer, unsigned_reseller: Partner
) -> None:
    with pytest.raises(Refused) as refused:
        end(partnership, {"incentives": unsigned_reseller.pk})
    assert codes(refused) == {"R20"}
    assert end(partnership, {"customers": unsigned_reseller.pk}).carried_out_at


def test_what_a_new_partnership_brings_is_not_handed_over_by_the_old_end(
    provider: Partner, partnership: Partnership, customer: Customer
) -> None:
    """A new one between the same two, before the worker came."""
    ending = end(partnership, {"customers": None})
    make_partnership(provider, partnership.reseller)
    fresh = customer_of(provider, reseller=partnership.reseller)
    CustomerRelationship.objects.filter(customer=fresh).update(created_at=LATER + timedelta(minutes=1))
    reassign(ending_id=ending.pk, now=LATER + timedelta(minutes=2))
    named = dict(CustomerRelationship.objects.filter(partner=provider).values_list("customer", "reseller"))
    assert named == {customer.pk: None, fresh.pk: partnership.reseller_id}


def test_during_the_notice_period_new_business_goes_on(provider: Partner, partnership: Partnership) -> None:
    end_partnership(
        actor=actor_of(provider), now=NOW, partnership=partnership, wish=Wish("Merged", day=date(2026, 5, 1))
    )
    customer = customer_of(provider, reseller=partnership.reseller)
    assert order(provider, customer, line(make_offer()), reseller=partnership.reseller)
