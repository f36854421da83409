"""The number of customers that a partnership carries is always the number there are."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q

from customers.relationships.ending import end_relationship
from customers.relationships.models import CustomerRelationship
from customers.relationships.reassignment import move_customers
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import close_partnership, hold_partnerships
from relationships.regions.services import load_regions
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    customer_of,
    make_partner,
    make_partnership,
)


def drift() -> dict[str, tuple[int, int]]:
    """Return the partnerships whose number is wrong: what they carry and what there is."""
    counted = {
        (row["partner"], row["reseller"]): row["number"]
        for row in CustomerRelationship.objects.filter(ended_at=None, reseller__isnull=False)
        .values("partner", "reseller")
        .annotate(number=Count("pk"))
    }
    return {
        str(each): (each.customer_count, counted.get((each.provider_id, each.reseller_id), 0))
        for each in Partnership.objects.select_related("provider", "reseller")
        if each.customer_count != counted.get((each.provider_id, each.reseller_id), 0)
    }


@pytest.mark.django_db
def test_adding_a_customer_counts_for_its_reseller_alone(provider: Partner, reseller: Partner) -> None:
    other = make_partner("Other Resale", RESELLER)
    make_partnership(provider, other)
    for _each in range(3):
        customer_of(provider, reseller=reseller)
    customer_of(provider)
    customer_of(provider, reseller=other)
    assert Partnership.objects.get(reseller=reseller).customer_count == 3
    assert not drift()


@pytest.mark.django_db
@pytest.mark.parametrize("to_nobody", [True, False])
def test_handing_customers_over_moves_the_number_too(provider: Partner, reseller: Partner, to_nobody: bool) -> None:
    successor = make_partner("Next Resale", RESELLER)
    make_partnership(provider, successor)
    for _each in range(3):
        customer_of(provider, reseller=reseller)
    partnership = Partnership.objects.get(reseller=reseller)
    with transaction.atomic():
        hold_partnerships(provider_id=provider.pk, reseller_ids=[reseller.pk, successor.pk])
        move_customers(
            actor=actor_of(provider),
            now=NOW,
            partnership=partnership,
            successor=None if to_nobody else successor,
            size=2,
        )
    assert Partnership.objects.get(reseller=reseller).customer_count == 1
    assert Partnership.objects.get(reseller=successor).customer_count == (0 if to_nobody else 2)
    assert not drift()


@pytest.mark.django_db
def test_a_new_partnership_begins_with_what_the_ended_one_left(provider: Partner, reseller: Partner) -> None:
    """R67: the customers stay; they are counted on the old row and on the new one."""
    customer_of(provider, reseller=reseller)
    old = Partnership.objects.get(reseller=reseller)
    close_partnership(actor=actor_of(provider), now=NOW, partnership=old, by="x", reason="y")
    make_partnership(provider, reseller)
    customer_of(provider, reseller=reseller)
    assert list(Partnership.objects.filter(reseller=reseller).values_list("customer_count", flat=True)) == [2, 2]
    assert not drift()


@pytest.mark.django_db
@pytest.mark.parametrize("by_reseller", [True, False])
def test_ending_a_relationship_takes_the_customer_off_the_number(
    provider: Partner, reseller: Partner, by_reseller: bool
) -> None:
    gone, _stays = customer_of(provider, reseller=reseller), customer_of(provider, reseller=reseller)
    side = reseller if by_reseller else provider
    row = CustomerRelationship.objects.select_related("partner", "through").get(customer=gone, partner=side)
    for _twice in range(2):
        end_relationship(actor=actor_of(side), now=NOW, relationship=row)
    assert Partnership.objects.get(reseller=reseller).customer_count == 1
    assert not drift()


@pytest.mark.django_db(transaction=True)
def test_customers_added_at_once_are_all_counted() -> None:
    load_regions()
    provider, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partnership(provider, reseller)

    def add() -> None:
        customer_of(provider, reseller=reseller)
        connection.close()

    threads = [threading.Thread(target=add) for _each in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Partnership.objects.get().customer_count == 5
    assert CustomerRelationship.objects.filter(~Q(reseller=None)).count() == 5


@pytest.mark.django_db
def test_the_migration_counts_what_was_there_before(provider: Partner, reseller: Partner) -> None:
    from importlib import import_module

    for _each in range(2):
        customer_of(provider, reseller=reseller)
    Partnership.objects.update(customer_count=0)
    with connection.cursor() as cursor:
        cursor.execute(import_module("customers.migrations.0002_count_customers_of_partnerships").COUNT)
    assert not drift()
    assert Partnership.objects.get(reseller=reseller).customer_count == 2
