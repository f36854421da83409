"""Ends and hand-overs that go wrong or half way: nobody else waits, no rule is passed by, nothing is told twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from customers.accounts.models import Customer
from customers.relationships.models import CustomerRelationship
from foundation.notifications.models import Notification
from foundation.organisations.models import Tenant
from relationships.endings import reassignment, services
from relationships.endings.models import PartnershipEnding
from relationships.endings.notices import tell_ended, tell_reassigned
from relationships.endings.reassignment import reassign, reassign_all
from relationships.endings.services import Wish, carry_out_due, choose_reassignment, end_partnership
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import (
    NOW,
    RESELLER,
    actor_of,
    client_of,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order

LATER = NOW + timedelta(hours=1)
IN_MAY = date(2026, 5, 1)


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


def end(partnership: Partnership, **wish: Any) -> PartnershipEnding:
    """End it for the provider."""
    typed = Wish("Merged", name_typed=partnership.reseller.name, **wish)
    return end_partnership(actor=actor_of(partnership.provider), now=LATER, partnership=partnership, wish=typed)


def bought_by(customer: Customer, partnership: Partnership) -> Subscription:
    """Let the customer buy something on which the reseller earns."""
    placed = order(partnership.provider, customer, line(make_offer()), reseller=partnership.reseller)
    return Subscription.objects.get(order_line__order=placed)


def affiliate(customer: Customer, partner: Partner) -> None:
    """Put the customer into the partner's organisation."""
    Tenant.objects.filter(pk=customer.pk).update(organisation=partner.tenant.organisation)


def test_an_end_that_fails_holds_up_no_other(
    partnership: Partnership, heir: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before it in the sweep fails: it is left as it was, the other is carried out."""
    other = Partnership.objects.get(reseller=heir)
    first, second = end(partnership, day=IN_MAY), end(other, day=IN_MAY)

    def fail_for_the_first(*, now: Any, ending: PartnershipEnding) -> None:
        if ending.pk == first.pk:
            raise RuntimeError
        tell_ended(now=now, ending=ending)

    monkeypatch.setattr(services, "tell_ended", fail_for_the_first)
    assert carry_out_due(now=first.takes_effect_at) == 1
    second.refresh_from_db()
    partnership.refresh_from_db()
    assert second.carried_out_at
    assert partnership.ended_at is None
    monkeypatch.undo()
    assert carry_out_due(now=first.takes_effect_at) == 1, "tried again"


def test_a_hand_over_that_fails_holds_up_no_other(
    partnership: Partnership, heir: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = end(partnership, reassignment={"customers": None})
    second = end(Partnership.objects.get(reseller=heir), reassignment={"customers": None})

    def fail_for_the_first(*, now: Any, ending: PartnershipEnding, taken: Any) -> None:
        if ending.pk == first.pk:
            raise RuntimeError
        tell_reassigned(now=now, ending=ending, taken=taken)

    monkeypatch.setattr(reassignment, "tell_reassigned", fail_for_the_first)
    reassign_all(now=LATER)
    second.refresh_from_db()
    assert second.reassigned_at == LATER


def test_r30_an_affiliate_of_the_heir_becomes_the_providers_own_customer(
    provider: Partner, partnership: Partnership, heir: Partner
) -> None:
    """No partner sells to its own organisation, whatever way the customer comes to it."""
    relative, other = (customer_of(provider, reseller=partnership.reseller) for _each in range(2))
    affiliate(relative, heir)
    ending = end(partnership, reassignment={"customers": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    named = dict(CustomerRelationship.objects.filter(partner=provider).values_list("customer", "reseller"))
    assert named == {relative.pk: None, other.pk: heir.pk}
    assert CustomerRelationship.objects.get(partner=heir).customer_id == other.pk
    counts = dict(Partnership.objects.values_list("reseller", "customer_count"))
    assert (counts[partnership.reseller_id], counts[heir.pk]) == (0, 1)
    ending.refresh_from_db()
    assert ending.outcome["customers"] == {"to": "Heir Resale", "moved": 1, "kept": 1, "over": True}
    page = client_of(provider).get(reverse("reseller", args=[partnership.reseller_id])).content.decode()
    assert "affiliate of that reseller" in page


def test_r30_an_heir_earns_nothing_on_what_its_own_affiliate_bought(
    provider: Partner, partnership: Partnership, heir: Partner
) -> None:
    relative, other = (customer_of(provider, reseller=partnership.reseller) for _each in range(2))
    subscriptions = [bought_by(each, partnership) for each in (relative, other)]
    affiliate(relative, heir)
    ending = end(partnership, reassignment={"incentives": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    for each in subscriptions:
        each.refresh_from_db()
    assert [each.reseller_id for each in subscriptions] == [None, heir.pk]
    ending.refresh_from_db()
    assert ending.outcome["incentives"] == {"to": "Heir Resale", "moved": 1, "kept": 1, "over": True}


def test_an_heir_suspended_half_way_keeps_what_it_has_got_and_the_page_says_how_much(
    provider: Partner, partnership: Partnership, heir: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reassignment, "CHUNK", 2)
    for _each in range(3):
        customer_of(provider, reseller=partnership.reseller)
    watcher = actor_of(heir)
    ending = end(partnership, reassignment={"customers": heir.pk})
    reassignment._step(ending.pk, LATER)
    Partner.objects.filter(pk=heir.pk).update(status="suspended")
    reassign(ending_id=ending.pk, now=LATER)
    ending.refresh_from_db()
    assert ending.outcome["customers"]["moved"] == 2
    page = client_of(provider).get(reverse("reseller", args=[partnership.reseller_id])).content.decode()
    assert "Nothing was handed over" not in page
    assert "Handed over: 2." in " ".join(page.split())
    assert Notification.objects.filter(kind="partnership.taken_over", user=watcher.user).count() == 1


def test_a_second_choice_does_not_tell_the_first_heir_again(
    provider: Partner, partnership: Partnership, heir: Partner
) -> None:
    bought_by(customer_of(provider, reseller=partnership.reseller), partnership)
    receiver = actor_of(heir)
    ending = end(partnership, reassignment={"customers": heir.pk})
    reassign(ending_id=ending.pk, now=LATER)
    actor = actor_of(provider)
    choose_reassignment(actor=actor, now=LATER, partnership=partnership, reassignment={"incentives": None})
    reassign(ending_id=ending.pk, now=LATER)
    assert Notification.objects.filter(kind="partnership.taken_over", user=receiver.user).count() == 1


def test_the_form_shows_what_is_chosen_so_that_another_choice_does_not_lose_it(
    partnership: Partnership, heir: Partner
) -> None:
    end(partnership, day=IN_MAY, reassignment={"customers": heir.pk, "incentives": None})
    client = client_of(partnership.provider)
    form = client.get(reverse("reseller_reassign", args=[partnership.reseller_id])).context["form"]
    shown = {name: str(form[name].value()) for name in form.fields}
    assert shown == {"to_customers": str(heir.pk), "to_incentives": "nobody", "to_support": "keep"}


def test_a_provider_that_brings_the_end_forward_sees_its_choice_and_can_leave_everything_as_it_is(
    partnership: Partnership, heir: Partner
) -> None:
    end_partnership(
        actor=actor_of(partnership.reseller), now=LATER, partnership=partnership, wish=Wish("Merged", day=IN_MAY)
    )
    provider = actor_of(partnership.provider)
    choose_reassignment(actor=provider, now=LATER, partnership=partnership, reassignment={"customers": heir.pk})
    client, address = client_of(partnership.provider), reverse("reseller_remove", args=[partnership.reseller_id])
    form = client.get(address).context["form"]
    assert str(form["to_customers"].value()) == str(heir.pk)
    sent = {"reason": "Merged", "when": "at_once", "to_customers": "keep"}
    assert client.post(address, sent).status_code == 302
    assert PartnershipEnding.objects.get(cancelled_at=None).reassignment == {}


def test_an_operators_sign_in_name_is_told_to_nobody(partnership: Partnership) -> None:
    ending = end(partnership)
    PartnershipEnding.objects.filter(pk=ending.pk).update(decided_by_tenant=None, decided_by="root@operator.example")
    page = client_of(partnership.reseller).get(reverse("provider", args=[partnership.provider_id])).content.decode()
    assert "The operator of this portal" in page
    assert "root@operator.example" not in page
