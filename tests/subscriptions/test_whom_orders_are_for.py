"""Orders for companies that are more than customers, orders without a reseller, and the partner of record."""

from datetime import date

import pytest
import time_machine

from customers.accounts.models import Customer
from foundation.rules import Refused, refusals
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from subscriptions.catalogue.models import CommercePolicy
from subscriptions.catalogue.policies import load_policies
from subscriptions.orders.models import Order
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.record import record_facts
from subscriptions.subscriptions.rules import has_valid_record
from tests.customers.factories import NOW, client_of, customer_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer, order
from tests.subscriptions.typed import account_typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> object:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def enrolled(customer: Customer) -> Partner:
    """Let a customer's own tenant take part in CSP."""
    seller = customer.created_by_partner
    partner = Partner.objects.create(tenant=customer.tenant, name=customer.name, region=seller.region)
    Enrolment.objects.create(
        partner=partner,
        programme="indirect_reseller",
        state=Enrolment.State.ACTIVE,
        requested_at=NOW,
        decided_at=NOW,
    )
    return partner


def refused(seller: Partner, customer: Customer, reseller: Partner | None = None) -> list[str]:
    """Return which rules refuse an order; nothing was written."""
    with pytest.raises(Refused) as caught:
        order(seller, customer, line(make_offer()), reseller=reseller)
    assert not Order.objects.exists()
    return [refusal.code for refusal in caught.value.refusals]


def test_r28_nothing_is_ordered_for_a_tenant_used_for_csp(provider: Partner) -> None:
    """The page says so instead of offering a catalogue; what the customer has goes on."""
    customer = customer_of(provider)
    order(provider, customer, line(make_offer()))
    enrolled(customer)
    with pytest.raises(Refused) as caught:
        order(provider, customer, line(make_offer()))
    assert [each.code for each in caught.value.refusals] == ["R28"]
    page = client_of(provider).get(f"/customers/{customer.pk}/subscriptions/new/")
    assert [each.code for each in page.context["closed"]] == ["R28"]
    assert Subscription.objects.get(customer=customer).status == Subscription.Status.ACTIVE


def test_r30_nothing_is_ordered_for_an_affiliate(provider: Partner, reseller: Partner) -> None:
    """Neither of the seller's nor of the reseller's who would earn from it; another order is fine."""
    customer = customer_of(provider)
    customer.tenant.organisation = provider.tenant.organisation
    customer.tenant.save()
    assert refused(provider, customer) == ["R30"]
    customer.tenant.organisation = reseller.tenant.organisation
    customer.tenant.save()
    assert refused(provider, customer, reseller) == ["R30"]
    page = client_of(provider).get(f"/customers/{customer.pk}/subscriptions/new/")
    assert [each.code for each in page.context["form"].closed_resellers()] == ["R30"]
    assert order(provider, customer, line(make_offer()))


def test_r31_reseller_tenants_get_no_order_from_their_provider(provider: Partner) -> None:
    """Whatever brought the two relationships about."""
    customer = customer_of(provider)
    partner = enrolled(customer)
    Partnership.objects.create(
        provider=provider,
        reseller=partner,
        provider_sort_name=provider.sort_name,
        reseller_sort_name=partner.sort_name,
        since=NOW,
        accepted_by="somebody",
    )
    assert refused(provider, customer) == ["R28", "R31-reseller"]


def test_r29_the_wizard_asks_whether_a_partner_buys_for_its_own_use(provider: Partner, direct_bill: Partner) -> None:
    """The refusal stands beside the address, the box appears, and ticking it goes on."""
    client, typed = client_of(provider), account_typed(email=f"toni@{direct_bill.tenant.primary_domain}")
    fresh = client.get("/customers/new/").content.decode()
    answer = client.post("/customers/new/", {**typed, "own_use": ""})
    assert answer.status_code in (400, 409)
    assert "Own use of a CSP partner" in answer.content.decode()
    assert 'type="checkbox"' not in fresh
    assert 'type="checkbox" name="own_use"' in answer.content.decode()
    assert any("cannot resell" in words for words in answer.context["form"].errors["email"])
    gone_on = client.post("/customers/new/", {**typed, "own_use": "on"})
    assert gone_on.status_code == 302
    review = client.get(gone_on["Location"].replace("subscriptions", "review"))
    assert "Own use of a CSP partner" in review.content.decode()


def test_through_resellers_warns_a_provider_that_names_none(provider: Partner, reseller: Partner) -> None:
    """On the review and on New subscription; neither is refused, and with a reseller nothing is said."""
    client, words = client_of(provider), "No indirect reseller is chosen"
    alone, through = make_draft(provider), make_draft(provider, reseller=reseller)
    assert words in client.get(f"/customers/new/{alone.pk}/review/").content.decode()
    assert words not in client.get(f"/customers/new/{through.pk}/review/").content.decode()
    make_offer()
    own, theirs = customer_of(provider), customer_of(provider, reseller=reseller)
    assert words in client.get(f"/customers/{own.pk}/subscriptions/new/").content.decode()
    assert words not in client.get(f"/customers/{theirs.pk}/subscriptions/new/").content.decode()
    assert order(provider, own, line(make_offer()))


def test_through_resellers_does_not_concern_direct_bill_partners(direct_bill: Partner) -> None:
    customer = customer_of(direct_bill)
    page = client_of(direct_bill).get(f"/customers/{customer.pk}/subscriptions/new/").content.decode()
    assert "No indirect reseller is chosen" not in page


def bought(provider: Partner, reseller: Partner | None, policy: str = "new-commerce") -> Subscription:
    """Return a subscription under a policy as every installation has it."""
    load_policies()
    customer = customer_of(provider, reseller=reseller)
    offer = make_offer(policy=CommercePolicy.objects.get(key=policy))
    order(provider, customer, line(offer), reseller=reseller)
    found = Subscription.objects.select_related("policy", "reseller")
    return found.get(customer=customer)


def test_r26_changes_need_a_valid_partner_of_record(provider: Partner, reseller: Partner) -> None:
    """From 1 December 2025; renewals are exempt, and so is what the seller sells itself and legacy commerce."""
    with_reseller, without = bought(provider, reseller), bought(provider, None)
    legacy = bought(provider, reseller, "legacy")
    today, before = NOW.date(), date(2025, 11, 30)
    assert refusals([has_valid_record], record_facts(with_reseller, on=today)) == []
    Partner.objects.filter(pk=reseller.pk).update(status=Partner.Status.SUSPENDED)
    (refusal,) = refusals([has_valid_record], record_facts(with_reseller, on=today))
    assert (refusal.code, refusal.rule.api_code) == ("R26", "900154")
    assert refusals([has_valid_record], record_facts(with_reseller, on=before)) == []
    assert refusals([has_valid_record], record_facts(with_reseller, on=today, renews=True)) == []
    assert refusals([has_valid_record], record_facts(without, on=today)) == []
    assert refusals([has_valid_record], record_facts(legacy, on=today)) == []


def test_r26_the_subscriptions_page_says_what_is_held_back(provider: Partner, reseller: Partner) -> None:
    """As long as the reseller of record is in order it says nothing."""
    subscription = bought(provider, reseller)
    url = f"/customers/{subscription.customer_id}/subscriptions/{subscription.pk}/"
    assert client_of(provider).get(url).context["held_back"] == []
    Partnership.objects.update(ended_at=NOW, ended_by="somebody")
    page = client_of(provider).get(url)
    assert [each.code for each in page.context["held_back"]] == ["R26"]
    assert "Changes are held back" in page.content.decode()
