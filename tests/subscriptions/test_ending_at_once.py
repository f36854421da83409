"""A partnership ends while others do business with it, end it too, or hand over: one consistent outcome."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from foundation.rules import Refused
from relationships.endings.models import PartnershipEnding
from relationships.endings.reassignment import reassign
from relationships.endings.services import Wish, carry_out_due, end_partnership, take_back_end
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import hold_partnerships
from relationships.regions.services import load_regions
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    add,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
IN_MAY = date(2026, 5, 1)


@pytest.fixture
def partnership(transactional_db: None) -> Partnership:
    """A provider and its reseller."""
    load_regions()
    return make_partnership(make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER))


def at_once(count: int, act: Callable[[int], str]) -> Counter[str]:
    """Run `act(number)` in so many threads at the same moment; return how often each outcome came."""
    start = Barrier(count)

    def one(number: int) -> str:
        try:
            start.wait()
            return act(number)
        except Refused as refused:
            return ",".join(each.code for each in refused.refusals)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


def end(actor: Actor, partnership: Partnership, day: date | None = None) -> PartnershipEnding:
    """End it, or plan its end."""
    return end_partnership(actor=actor, now=LATER, partnership=partnership, wish=Wish("Merged", day=day))


def people_of(partnership: Partnership) -> tuple[Actor, Actor]:
    """Return a Global admin of each side."""
    return actor_of(partnership.provider), actor_of(partnership.reseller)


def test_ordering_and_adding_while_it_ends_happen_before_or_not_at_all(partnership: Partnership) -> None:
    """What stood before the end names the reseller; what came after was refused with R10."""
    provider, reseller = partnership.provider, partnership.reseller
    customers = [customer_of(provider) for _ in range(4)]
    offer, actor = make_offer(), actor_of(provider)

    def act(number: int) -> str:
        if number == 4:
            end(actor, partnership)
            return "ended"
        if number > 4:
            add(provider, reseller=reseller)
            return "added"
        order(provider, customers[number], line(offer), reseller=reseller)
        return "ordered"

    outcome = at_once(9, act)
    assert outcome["ended"] == 1
    assert outcome["ordered"] + outcome["added"] + outcome["R10"] == 8
    assert Subscription.objects.filter(reseller=reseller).count() == outcome["ordered"]
    assert CustomerRelationship.objects.filter(partner=provider, reseller=reseller).count() == outcome["added"]
    partnership.refresh_from_db()
    assert partnership.ended_at == LATER


def test_both_sides_end_it_at_the_same_moment(partnership: Partnership) -> None:
    """Once, with one mail to each person."""
    people = people_of(partnership)
    outcome = at_once(10, lambda number: "ended" if end(people[number % 2], partnership) else "")
    assert outcome == {"ended": 1, "ending-once": 9}
    assert PartnershipEnding.objects.count() == 1
    mails = OutgoingMail.objects.filter(kind="partnership-ended").values_list("to_address", flat=True)
    assert len(mails) == len(set(mails))


def test_two_plans_at_the_same_moment_are_one(partnership: Partnership) -> None:
    people = people_of(partnership)
    outcome = at_once(6, lambda number: "planned" if end(people[number % 2], partnership, IN_MAY) else "")
    assert outcome == {"planned": 1, "ending-planned": 5}
    assert PartnershipEnding.objects.count() == 1


def test_many_schedulers_and_a_change_of_mind_at_once(partnership: Partnership) -> None:
    """It is carried out once; who wants to take it back when it is due is refused."""
    actor = actor_of(partnership.provider)
    ending = end(actor, partnership, IN_MAY)
    due = ending.takes_effect_at

    def act(number: int) -> str:
        if number:
            return str(carry_out_due(now=due))
        take_back_end(actor=actor, now=due, ending=ending)
        return "taken back"

    outcome = at_once(6, act)
    assert outcome["ending-taken-back"] + outcome["ending-open"] == 1
    assert outcome["1"] + carry_out_due(now=due) == 1, "whoever holds it is left alone, and the next look finds it"
    assert AuditEvent.objects.filter(verb="partnership.ended").count() == 1


def test_taking_back_and_bringing_forward_at_once_end_in_one_state(partnership: Partnership) -> None:
    provider, reseller = people_of(partnership)
    ending = end(provider, partnership, IN_MAY)

    def act(number: int) -> str:
        if number:
            end(reseller, partnership)
            return "ended"
        take_back_end(actor=provider, now=LATER, ending=ending)
        return "taken back"

    outcome = at_once(2, act)
    partnership.refresh_from_db()
    ending.refresh_from_db()
    assert outcome["ended"] == 1, "the reseller's end comes in either order"
    assert partnership.ended_at == LATER
    assert ending.cancelled_at == LATER
    assert not PartnershipEnding.objects.planned().exists()


def test_a_sweep_passes_over_a_partnership_that_an_order_holds(partnership: Partnership) -> None:
    """SKIP LOCKED: it does not wait, and the next look carries it out."""
    ending = end(actor_of(partnership.provider), partnership, IN_MAY)

    def look(_number: int) -> str:
        return str(carry_out_due(now=ending.takes_effect_at))

    with transaction.atomic():
        hold_partnerships(provider_id=partnership.provider_id, reseller_ids=[partnership.reseller_id])
        assert at_once(1, look) == {"0": 1}
    assert carry_out_due(now=ending.takes_effect_at) == 1


def test_many_workers_hand_over_each_customer_once(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relationships.endings.reassignment.CHUNK", 2)
    heir: Partner = make_partner("Heir", RESELLER)
    make_partnership(partnership.provider, heir)
    for _each in range(7):
        customer_of(partnership.provider, reseller=partnership.reseller)
    wish = Wish("Merged", reassignment={"customers": heir.pk})
    ending = end_partnership(actor=actor_of(partnership.provider), now=LATER, partnership=partnership, wish=wish)

    def work(_number: int) -> str:
        reassign(ending_id=ending.pk, now=LATER)
        return "worked"

    at_once(5, work)
    reassign(ending_id=ending.pk, now=LATER)
    assert CustomerRelationship.objects.filter(partner=heir, ended_at=None).count() == 7
    assert AuditEvent.objects.filter(verb="customer.reseller_changed").count() == 7
    ending.refresh_from_db()
    assert ending.outcome["customers"]["moved"] == 7
