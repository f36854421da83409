"""Numbers as large as the catalogue allows are ordered; larger ones do not get into it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from relationships.partners.models import Partner
from subscriptions.catalogue.cells import CellError, price_in, whole_number
from subscriptions.catalogue.models import LARGEST_PRICE, LARGEST_QUANTITY, Price
from tests.customers.factories import customer_of
from tests.subscriptions.factories import line, make_offer, order

DEAREST = LARGEST_PRICE - Decimal("0.01")


def test_the_largest_order_has_its_total_and_its_licences_counted(provider: Partner) -> None:
    """Twenty of the dearest offers, each in the largest number; then so many licences that 32 bits do not hold them."""
    customer = customer_of(provider)
    offers = [make_offer(f"Dear {number}", maximum=LARGEST_QUANTITY, price="1.00") for number in range(20)]
    Price.objects.update(unit_price=DEAREST)
    lines = [line(each, LARGEST_QUANTITY) for each in offers]
    placed = order(provider, customer, *lines)
    placed.refresh_from_db()
    assert placed.total == 20 * LARGEST_QUANTITY * DEAREST
    for _again in range(11):
        order(provider, customer, *lines)
    customer.refresh_from_db()
    assert customer.licence_count == 12 * 20 * LARGEST_QUANTITY > 2**31


def test_a_file_with_larger_numbers_is_told_so() -> None:
    assert whole_number(str(LARGEST_QUANTITY)) == LARGEST_QUANTITY
    assert price_in("EUR")(str(DEAREST)) == DEAREST
    with pytest.raises(CellError, match="up to 10000000; not “10000001”"):
        whole_number(str(LARGEST_QUANTITY + 1))
    with pytest.raises(CellError, match="below 10000000; not “10000000”"):
        price_in("EUR")(str(LARGEST_PRICE))


def test_the_database_keeps_larger_numbers_out(provider: Partner) -> None:
    with pytest.raises(IntegrityError, match="offer_maximum_fits"), transaction.atomic():
        make_offer("Too many", maximum=LARGEST_QUANTITY + 1)


def test_the_database_keeps_higher_prices_out(provider: Partner) -> None:
    offer = make_offer()
    with pytest.raises(IntegrityError, match="price_fits"), transaction.atomic():
        Price.objects.filter(offer=offer).update(unit_price=LARGEST_PRICE)
