"""*What this reseller can do*, and what both sides' pages show of customers and subscriptions."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from customers.relationships.models import CustomerRelationship
from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_of
from relationships.partnerships.rules import association_refusals, serving_refusals
from relationships.resellers.abilities import abilities_of
from relationships.resellers.lists import RESELLERS
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, actor_of, client_of, customer_of, make_partner, make_partnership
from tests.subscriptions.factories import line, make_offer, order

pytestmark = pytest.mark.django_db
FOUR = (
    "Add new customers on its behalf",
    "Submit orders on behalf of its customers",
    "Associate it with a subscription",
    "Designate it as support contact of a customer's subscription",
)
THREE = ("New customer page", "New subscription page", "Designated support contact list")


def page(partner: Partner, name: str, other: Partner, role: str = "global_admin") -> str:
    """Return one side's page of the other."""
    answer: Any = client_of(partner, role).get(reverse(name, args=[other.pk]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def codes(provider: Partner, reseller: Partner) -> list[set[str]]:
    """Return why each ability is refused, in order."""
    partnership = Partnership.objects.filter(provider=provider, reseller=reseller).latest("since")
    return [{each.code for each in ability.refusals} for ability in abilities_of(actor_of(provider), partnership)]


def test_the_four_abilities_and_three_levels_have_their_places(provider: Partner, reseller: Partner) -> None:
    """Source 002."""
    shown = page(provider, "reseller", reseller)
    for words in (*FOUR, *THREE):
        assert words in shown
    assert f'href="{reverse("new_customer")}?reseller={reseller.pk}"' in shown
    assert f'href="{reverse("customers")}?reseller={reseller.pk}"' in shown
    assert codes(provider, reseller) == [set(), set(), set(), set()]


def test_refusals_are_those_of_the_rules_that_the_services_enforce(
    provider: Partner, unsigned_reseller: Partner
) -> None:
    partnership = Partnership.objects.get(reseller=unsigned_reseller)
    pair = pairs_of([partnership])[partnership.pk]
    assert codes(provider, unsigned_reseller) == [
        {each.code for each in serving_refusals(pair)},
        set(),
        {each.code for each in association_refusals(pair)},
        set(),
    ]
    assert codes(provider, unsigned_reseller)[2] == {"R20"}
    shown = page(provider, "reseller", unsigned_reseller)
    assert "cannot earn incentives on new orders" in shown
    assert "Not now" in shown


def test_r70_a_suspended_reseller_gets_nothing_new(provider: Partner, reseller: Partner) -> None:
    Partner.objects.filter(pk=reseller.pk).update(status="suspended")
    assert codes(provider, reseller) == [{"R70"}, set(), {"R70"}, set()]


def test_a_provider_without_its_agreement_can_order_for_nobody(provider: Partner, reseller: Partner) -> None:
    PartnerAgreement.objects.filter(partner=provider).delete()
    assert codes(provider, reseller) == [set(), {"R19"}, {"R19"}, set()]


def test_r10_with_a_former_partner_nothing_new_is_possible(provider: Partner, reseller: Partner) -> None:
    Partnership.objects.update(ended_at=NOW)
    first, second, third, fourth = codes(provider, reseller)
    assert "R10" in first & third & fourth
    assert not second, "its customers stay the provider's, who goes on ordering for them"


def test_a_role_that_may_not_is_told_so_without_a_link(provider: Partner, reseller: Partner) -> None:
    shown = page(provider, "reseller", reseller, "sales_agent")
    assert "Your role does not include this" in shown, "a sales agent chooses no support contacts"


def test_both_sides_see_their_common_customers(provider: Partner, reseller: Partner) -> None:
    for name in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"):
        customer_of(provider, reseller=reseller, company_name=f"{name} Works")
    customer_of(provider, company_name="Not Theirs")
    other = make_partner("Other Resale")
    make_partnership(provider, other)
    customer_of(provider, reseller=other, company_name="Of Another")
    for side, name, whom in ((provider, "reseller", reseller), (reseller, "provider", provider)):
        shown = page(side, name, whom)
        assert "6 customers" in shown
        assert "Alpha Works" in shown
        assert "Zeta Works" not in shown, "the first five by name"
        assert "Not Theirs" not in shown
        assert "Of Another" not in shown


def test_both_sides_see_subscriptions_by_status(provider: Partner, reseller: Partner) -> None:
    customer = customer_of(provider, reseller=reseller)
    for _each in range(3):
        order(provider, customer, line(make_offer()), reseller=reseller)
    order(provider, customer, line(make_offer()))
    first = Subscription.objects.filter(reseller=reseller).order_by("pk")[0]
    Subscription.objects.filter(pk=first.pk).update(status="suspended", support_contact=reseller)
    for side, name, whom in ((provider, "reseller", reseller), (reseller, "provider", provider)):
        shown = page(side, name, whom)
        table = shown[shown.index("Subscriptions by status") :]
        table = " ".join(table[: table.index("</table>")].split())
        assert 'incentives">2<' in table, "active ones that name it for incentives"
        assert 'incentives">1<' in table
        assert 'support contact">1<' in table


def test_the_list_shows_active_subscriptions_of_each_reseller(provider: Partner, reseller: Partner) -> None:
    customer = customer_of(provider, reseller=reseller)
    for _each in range(2):
        order(provider, customer, line(make_offer()), reseller=reseller)
    ended = order(provider, customer, line(make_offer()), reseller=reseller)
    Subscription.objects.filter(order_line__order=ended).update(status="deleted")
    actor = actor_of(provider)
    rows = list(RESELLERS.queryset(actor))
    column = next(each for each in RESELLERS.columns if each.key == "subscriptions")
    assert column.load
    assert list(column.load(actor, rows).values()) == [2]


def test_customers_appear_in_the_history_of_both(provider: Partner, reseller: Partner) -> None:
    customer_of(provider, reseller=reseller, company_name="Alpha Works")
    customer_of(provider, company_name="Not Theirs")
    for side, name, whom in ((provider, "reseller_history", reseller), (reseller, "provider_history", provider)):
        shown = page(side, name, whom)
        assert "Customer added: Alpha Works" in shown
        assert "Not Theirs" not in shown


def test_what_another_provider_did_for_a_common_customer_is_not_told(
    provider: Partner, reseller: Partner, other_provider: Partner
) -> None:
    customer = customer_of(other_provider, company_name="Shared Works")
    CustomerRelationship.objects.create(
        customer=customer, partner=provider, reseller=reseller, sort_name="shared works", created_at=NOW + timedelta(1)
    )
    shown = page(provider, "reseller_history", reseller)
    assert "Shared Works" not in shown
