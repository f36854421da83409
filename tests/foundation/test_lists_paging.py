"""Paging by keys: every row once, in order, from either end, whatever the address says."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation.lists.counting import capped_count
from foundation.lists.cursors import decode, key_of
from foundation.lists.keyset import Page, Place, read_page, turned
from foundation.organisations.models import Tenant
from tests.factories import CountryFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
BY_NAME = ("name", "pk")
BY_TIME = ("-created_at", "-pk")
MIXED = ("country__name", "-created_at", "pk")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def tenants() -> QuerySet[Tenant]:
    """Sixty tenants with many equal names, countries and times."""
    owner = OrganisationFactory.create()
    countries = [CountryFactory.create(code=code) for code in ("DE", "FR", "PL")]
    made = Tenant.objects.bulk_create(
        Tenant(
            organisation=owner,
            name=f"Company {number % 7}",
            primary_domain=f"c{number}.example",
            country=countries[number % 3],
        )
        for number in range(60)
    )
    for number, tenant in enumerate(made):
        tenant.created_at = NOON - timedelta(hours=number % 5)
    Tenant.objects.bulk_update(made, ["created_at"])
    return Tenant.objects.all()


def forwards(rows: QuerySet[Any], order: Sequence[str], size: int) -> list[Page]:
    """Walk from the first page to the last by Next."""
    pages = [read_page(rows, order, Place(), size)]
    while pages[-1].after:
        pages.append(read_page(rows, order, Place(after=pages[-1].after), size))
    return pages


def backwards(rows: QuerySet[Any], order: Sequence[str], size: int) -> list[Page]:
    """Walk from the last page to the first by Previous."""
    pages = [read_page(rows, order, Place(last=True), size)]
    while pages[-1].before:
        pages.append(read_page(rows, order, Place(before=pages[-1].before), size))
    return pages


@pytest.mark.parametrize("order", [BY_NAME, BY_TIME, MIXED, turned(MIXED)])
@pytest.mark.parametrize("size", [7, 20, 60])
def test_next_shows_every_row_once_in_order(tenants: QuerySet[Tenant], order: tuple[str, ...], size: int) -> None:
    """Equal names and times do not lose or repeat rows."""
    walked = [row for page in forwards(tenants, order, size) for row in page.rows]
    assert walked == list(tenants.order_by(*order))


@pytest.mark.parametrize("order", [BY_NAME, BY_TIME, MIXED])
def test_previous_from_the_last_page_shows_every_row_once_in_order(
    tenants: QuerySet[Tenant], order: tuple[str, ...]
) -> None:
    """The way back is the same list."""
    pages = backwards(tenants, order, 20)
    assert [row for page in reversed(pages) for row in page.rows] == list(tenants.order_by(*order))


def test_the_ends_know_that_they_are_ends(tenants: QuerySet[Tenant]) -> None:
    """No Previous on the first page, no Next on the last, both in between."""
    first, middle, last = forwards(tenants, BY_NAME, 20)
    assert [bool(page.before) for page in (first, middle, last)] == [False, True, True]
    assert [bool(page.after) for page in (first, middle, last)] == [True, True, False]


def test_a_first_page_that_went_back_too_far_is_full(tenants: QuerySet[Tenant]) -> None:
    """Rows before the token that make less than a page: the first page is shown."""
    page = read_page(tenants, BY_NAME, Place(), 20)
    tenants.filter(pk__in=[row.pk for row in page.rows[:15]]).delete()
    back = read_page(
        tenants, BY_NAME, Place(before=read_page(tenants, BY_NAME, Place(after=page.after), 20).before), 20
    )
    assert back.rows == list(tenants.order_by(*BY_NAME)[:20])
    assert not back.before


def test_a_page_whose_rows_have_gone_becomes_the_last_one(tenants: QuerySet[Tenant]) -> None:
    """Nobody is shown an empty page of a list that has rows."""
    page = read_page(tenants, BY_NAME, Place(), 40)
    tenants.exclude(pk__in=[row.pk for row in page.rows]).delete()
    assert read_page(tenants, BY_NAME, Place(after=page.after), 40).rows == page.rows


def test_one_direction_is_one_comparison_of_rows(tenants: QuerySet[Tenant]) -> None:
    """(name, id) > (…, …), which an index on both serves."""
    page = read_page(tenants, BY_NAME, Place(), 20)
    with CaptureQueriesContext(connection) as asked:
        read_page(tenants, BY_NAME, Place(after=page.after), 20)
    assert len(asked) == 1
    assert '("foundation_tenant"."name", "foundation_tenant"."id") > (' in asked[0]["sql"]


def token(*values: Any) -> str:
    """Return a forged token."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


FORGED = [
    "x",
    "é",
    "!" * 3000,
    token(),
    token("only one"),
    token("a", "not a uuid"),
    token("a\x00b", "00000000-0000-0000-0000-000000000000"),
    token("\ud800", "00000000-0000-0000-0000-000000000000"),
    token(None, None),
    token(1, 2),
    token(["a"], {"b": 1}),
    base64.urlsafe_b64encode(b"[" * 1500).decode(),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("order", [BY_NAME, BY_TIME, MIXED])
def test_a_token_that_is_none_gives_the_first_page(
    tenants: QuerySet[Tenant], order: tuple[str, ...], forged: str
) -> None:
    """Never an error."""
    first = read_page(tenants, order, Place(), 20)
    assert read_page(tenants, order, Place(after=forged), 20) == first
    assert read_page(tenants, order, Place(before=forged), 20) == first


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(
    values=st.lists(st.one_of(st.text(), st.integers(), st.none(), st.floats(), st.datetimes().map(str)), max_size=3)
)
def test_whatever_a_token_holds_the_database_takes_it_or_it_is_left_out(db: None, values: list[Any]) -> None:
    """What passes the check can be asked for."""
    keys = [key_of(Tenant.objects.all(), name) for name in MIXED]
    forged = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    if decode(forged, keys) is not None:
        read_page(Tenant.objects.all(), MIXED, Place(after=forged), 5)
    read_page(Tenant.objects.all(), BY_TIME, Place(after=forged), 5)


@pytest.mark.parametrize(("cap", "words"), [(1000, "60"), (60, "60"), (59, "59+"), (10, "10+")])
def test_rows_are_counted_up_to_a_cap(tenants: QuerySet[Tenant], cap: int, words: str) -> None:
    """In one query that stops there."""
    with CaptureQueriesContext(connection) as asked:
        assert capped_count(tenants.select_related("country").order_by("name"), cap) == words
    assert len(asked) == 1
    assert f"LIMIT {cap + 1}" in asked[0]["sql"]
    assert "ORDER BY" not in asked[0]["sql"]


def test_big_totals_are_grouped() -> None:
    """1,000+ as a reader writes it."""
    OrganisationFactory.create()
    country, owner = CountryFactory.create(), OrganisationFactory.create()
    Tenant.objects.bulk_create(
        Tenant(organisation=owner, name="n", primary_domain=f"d{number}.example", country=country)
        for number in range(1001)
    )
    assert capped_count(Tenant.objects.all()) == "1,000+"
