"""Removing a relationship with a customer: when it can be done (R65), and what goes with it (R66)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from customers.accounts.models import Customer
from customers.relationships.ending import end_relationship
from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.regions.services import load_regions
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import set_support_contact
from subscriptions.subscriptions.support import support_contacts
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    client_of,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order


@pytest.fixture
def customer(provider: Partner, reseller: Partner) -> Customer:
    """A customer with a subscription for which the reseller answers."""
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer()), reseller=reseller)
    subscription = Subscription.objects.get()
    set_support_contact(
        actor=actor_of(provider),
        now=NOW,
        subscription_id=subscription.pk,
        version=subscription.version,
        partner_id=reseller.pk,
    )
    return customer


def suspend() -> None:
    """Let nothing be active any more."""
    Subscription.objects.update(status=Subscription.Status.SUSPENDED)


def remove(partner: Partner, customer: Customer) -> CustomerRelationship:
    """Remove the partner's relationship with the customer."""
    row = CustomerRelationship.objects.get(partner=partner, customer=customer, ended_at=None)
    return end_relationship(actor=actor_of(partner), now=NOW, relationship=row)


def test_r65_while_a_subscription_is_active_nobody_leaves(
    provider: Partner, reseller: Partner, customer: Customer
) -> None:
    for partner in (provider, reseller):
        with pytest.raises(Refused) as refused:
            remove(partner, customer)
        assert [each.code for each in refused.value.refusals] == ["R65"]
        assert "Northlight Distribution suspends or cancels" in refused.value.refusals[0].remedy
    assert CustomerRelationship.objects.filter(ended_at=None).count() == 2


def test_r66_with_the_provider_the_resellers_part_goes_too(
    provider: Partner, reseller: Partner, customer: Customer
) -> None:
    """Off both lists, off the support contacts, admin gone, nothing new; the subscription itself stays as it was."""
    watcher = actor_of(reseller)
    suspend()
    remove(provider, customer)
    assert not CustomerRelationship.objects.filter(ended_at=None).exists()
    for partner in (provider, reseller):
        assert not Customer.objects.visible_to(actor_of(partner)).exists()
    assert not DelegatedAdmin.objects.filter(granting=customer.tenant, ended_at=None).exists()
    subscription = Subscription.objects.select_related("seller", "support_contact").get()
    assert (subscription.support_contact, subscription.reseller) == (provider, reseller)
    assert set(support_contacts(subscription, NOW)) == {provider.pk}
    with pytest.raises(Refused) as refused:
        order(provider, customer, line(make_offer("More")))
    assert "R45" in {each.code for each in refused.value.refusals}
    assert Notification.objects.filter(kind="customer.relationship_ended", user=watcher.user).count() == 1
    assert Partnership.objects.get().customer_count == 0


def test_r66_the_reseller_leaves_alone_and_the_customer_stays_the_providers(
    provider: Partner, reseller: Partner, customer: Customer
) -> None:
    watcher = actor_of(provider)
    suspend()
    remove(reseller, customer)
    row = CustomerRelationship.objects.get(ended_at=None)
    assert (row.partner, row.reseller) == (provider, None)
    held = DelegatedAdmin.objects.filter(granting=customer.tenant, ended_at=None)
    assert [each.holder for each in held] == [provider.tenant]
    assert Subscription.objects.get().support_contact == provider
    assert Notification.objects.filter(kind="customer.reseller_left", user=watcher.user).count() == 1
    assert AuditEvent.objects.filter(verb="customer.relationship_ended").count() == 1
    assert Partnership.objects.get().customer_count == 0


def test_a_second_removal_does_nothing(provider: Partner, reseller: Partner, customer: Customer) -> None:
    suspend()
    row = remove(provider, customer)
    end_relationship(actor=actor_of(provider), now=NOW, relationship=row)
    assert AuditEvent.objects.filter(verb="customer.relationship_ended").count() == 1


def test_the_account_page_offers_it_disabled_with_the_reason_while_something_is_active(
    provider: Partner, customer: Customer
) -> None:
    client, address = client_of(provider), f"/customers/{customer.pk}/"
    page = client.get(f"{address}account/").content.decode()
    assert "Remove reseller relationship" in page
    assert "R65" in page
    assert client.post(f"{address}remove/").status_code == 409
    suspend()
    assert "R65" not in client.get(f"{address}account/").content.decode()
    answer = client.post(f"{address}remove/")
    assert (answer.status_code, answer["Location"]) == (302, "/customers/")
    assert client.get(f"{address}account/").status_code == 404


def test_who_may_not_remove_it(provider: Partner, other_provider: Partner, customer: Customer) -> None:
    """403 and no button for other roles, 404 for a stranger, 405 for GET."""
    agent, address = client_of(provider, "admin_agent"), f"/customers/{customer.pk}/remove/"
    assert agent.post(address).status_code == 403
    assert "Remove reseller relationship" not in agent.get(f"/customers/{customer.pk}/account/").content.decode()
    assert client_of(other_provider).post(address).status_code == 404
    assert client_of(provider).get(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ordering_and_removing_at_once_end_in_one_state() -> None:
    """Either the order stands and the relationship too, or neither."""
    load_regions()
    provider, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partnership(provider, reseller)
    customer, offer, actor = customer_of(provider, reseller=reseller), make_offer(), actor_of(provider)
    row = CustomerRelationship.objects.get(partner=provider)
    start = Barrier(2)
    acts: dict[str, Callable[[], object]] = {
        "removed": lambda: end_relationship(actor=actor, now=NOW, relationship=row),
        "ordered": lambda: order(provider, customer, line(offer), reseller=reseller),
    }

    def act(name: str) -> str:
        try:
            start.wait()
            acts[name]()
        except Refused as refused:
            return ",".join(each.code for each in refused.refusals)
        else:
            return name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcome = set(pool.map(act, acts))
    assert outcome in ({"ordered", "R65"}, {"removed", "R45"})
    assert Subscription.objects.exists() == ("ordered" in outcome)
