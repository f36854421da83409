"""*Reseller performance*: figures by month, the rows behind them, the top list."""

import csv
import io
import re
import uuid
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from customers.accounts.models import Customer
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.ordering.terms import months_later
from subscriptions.orders.models import Order
from subscriptions.performance.charges import cycles_begun
from subscriptions.performance.chart import draw
from subscriptions.performance.months import MEASURES, Trade, months_until, trade_of
from subscriptions.subscriptions.models import Subscription
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

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def provider(db: None) -> Partner:
    """An indirect provider."""
    return make_partner("Northlight Distribution", PROVIDER)


def reseller_of(provider: Partner, name: str, since: datetime, ended: datetime | None = None) -> Partner:
    """Make a reseller with a partnership from one time to another."""
    reseller = make_partner(name, RESELLER)
    partnership = make_partnership(provider, reseller)
    Partnership.objects.filter(pk=partnership.pk).update(since=since, ended_at=ended)
    return reseller


def buy(provider: Partner, reseller: Partner, at: datetime, customer: Customer | None = None) -> Order:
    """Place an order with a reseller, and say that it was placed at another time."""
    placed = order(provider, customer or customer_of(provider), line(make_offer()), reseller=reseller)
    Order.objects.filter(pk=placed.pk).update(placed_at=at)
    return placed


def ago(months: int) -> datetime:
    """Return the tenth of the month so many months before NOW's."""
    day = months_later(NOW.date().replace(day=10), -months)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def counts(provider: Partner, months_back: int) -> dict[str, int]:
    """Return every figure of one month."""
    trade, month = trade_of(actor_of(provider), NOW), months_until(NOW)[-1 - months_back]
    return {key: len(measure.resellers(trade, month)) for key, measure in MEASURES.items()}


def test_each_reseller_is_counted_where_it_belongs(provider: Partner) -> None:
    """Came eleven months ago and left two ago; bought lately; bought long ago; never bought."""
    reseller_of(provider, "Former", ago(11), ago(2))
    buy(provider, reseller_of(provider, "Lately", ago(9)), ago(0))
    buy(provider, reseller_of(provider, "Long ago", ago(9)), ago(6))
    reseller_of(provider, "Never", ago(0))
    assert counts(provider, 0) == {"total": 3, "new": 1, "active": 1, "transacting": 1, "churned": 1}
    assert counts(provider, 1) == {"total": 2, "new": 0, "active": 1, "transacting": 0, "churned": 0}
    assert counts(provider, 6) == {"total": 3, "new": 0, "active": 1, "transacting": 1, "churned": 0}
    assert counts(provider, 9) == {"total": 3, "new": 2, "active": 0, "transacting": 0, "churned": 0}


def test_every_number_leads_to_as_many_rows(provider: Partner) -> None:
    """The figure and its list are counted from the same set."""
    for number in range(3):
        buy(provider, reseller_of(provider, f"Reseller {number}", ago(number + 1)), ago(number))
    with time_machine.travel(NOW, tick=False):
        client = client_of(provider)
        page = client.get(reverse("performance"))
        figures = [figure for each in page.context["lines"] for figure in each.figures]
        assert len(figures) == 60
        for figure in figures:
            rows = csv.reader(io.StringIO(download(client, figure.url)))
            assert len(list(rows)) - 1 == figure.count, figure.url


def download(client: Client, url: str) -> str:
    """Return the file behind a list."""
    answer: Any = client.get(f"{url}&export=csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_top_list_leads_to_the_subscriptions(provider: Partner) -> None:
    """The most subscriptions first, each number with its rows."""
    small, large = reseller_of(provider, "Small", ago(3)), reseller_of(provider, "Large & Sons", ago(3))
    buy(provider, small, ago(1))
    for _time in range(2):
        buy(provider, large, ago(1))
    client = client_of(provider)
    page = client.get(reverse("performance"))
    assert [(each["name"], each["count"]) for each in page.context["top"]] == [("Large & Sons", 2), ("Small", 1)]
    rows = unescape(client.get(page.context["top"][0]["url"]).content.decode())
    assert "Subscriptions of Large & Sons" in rows
    assert rows.count("Microsoft 365 Business Basic") >= 2


def test_a_page_without_anything_says_so(provider: Partner) -> None:
    """No division by nothing, no empty chart without words."""
    page = client_of(provider).get(reverse("performance")).content.decode()
    assert "Nothing has been ordered with a reseller" in page


@pytest.mark.parametrize("query", ["", "?measure=nonsense&month=1999-01", "?month=x&measure=total", "?after=@@"])
def test_bad_parameters_give_the_first_figure(provider: Partner, query: str) -> None:
    """No error for a hand-written address."""
    page = client_of(provider).get(reverse("performance_rows") + query)
    assert page.status_code == 200
    assert "Total resellers" in page.content.decode()


def test_only_the_providers_own_people_with_the_right_see_it(provider: Partner) -> None:
    """403 for a sales agent, 404 for a reseller and for another provider's reseller."""
    reseller = reseller_of(provider, "Contoso", ago(1))
    own = reverse("reseller_subscriptions", kwargs={"partner_id": reseller.pk})
    assert client_of(provider).get(own).status_code == 200
    assert client_of(provider, "sales_agent").get(reverse("performance")).status_code == 403
    assert client_of(reseller).get(reverse("performance")).status_code == 404
    assert client_of(make_partner("Stranger", PROVIDER)).get(own).status_code == 404


def test_a_user_admin_sees_the_figures_but_no_customers(provider: Partner) -> None:
    """Dossier 1.2: the report, without what it rests on; and no link that leads to a refusal."""
    reseller = reseller_of(provider, "Contoso", ago(1))
    buy(provider, reseller, ago(0))
    client, own = client_of(provider, "user_admin"), {"partner_id": reseller.pk}
    for address in (reverse("performance"), reverse("performance_rows")):
        page = client.get(address)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Contoso" in text
        for name in ("reseller", "reseller_subscriptions"):
            assert reverse(name, kwargs=own) not in text
        assert f'href="{reverse("resellers")}"' not in text
    assert client.get(reverse("reseller_subscriptions", kwargs=own)).status_code == 403
    assert reverse("reseller", kwargs=own) in client_of(provider).get(reverse("performance_rows")).content.decode()


def test_a_number_of_subscriptions_is_that_of_the_list_behind_it(provider: Partner) -> None:
    """Deleted ones were sold too."""
    reseller = reseller_of(provider, "Contoso", ago(3))
    for _time in range(2):
        buy(provider, reseller, ago(1))
    Subscription.objects.filter(pk=Subscription.objects.values("pk")[:1]).update(status="deleted")
    client = client_of(provider)
    top = client.get(reverse("performance")).context["top"][0]
    behind = list(csv.reader(io.StringIO(download(client, f"{top['url']}?x=1"))))
    counted = list(csv.DictReader(io.StringIO(download(client, f"{reverse('performance_rows')}?x=1"))))
    assert (top["count"], len(behind) - 1, counted[0]["Subscriptions"]) == (2, 2, "2")


def test_the_rows_behind_a_figure_stay_those_while_paging_and_searching(provider: Partner) -> None:
    """The address of the next page and the search keep the measure and the month."""
    for number in range(26):
        reseller_of(provider, f"Reseller {number:02}", ago(0))
    reseller_of(provider, "Long since", ago(5))
    with time_machine.travel(NOW, tick=False):
        client = client_of(provider)
        page = unescape(client.get(f"{reverse('performance_rows')}?measure=new&month=2026-03").content.decode())
        onwards = re.search(r'href="([^"]*after=[^"]*)"', page)
        assert onwards
        assert 'name="measure" value="new"' in page
        rest = client.get(onwards[1]).content.decode()
    assert "New resellers" in rest
    assert "Reseller 25" in rest
    assert "Long since" not in rest


def test_another_providers_orders_are_not_counted(provider: Partner) -> None:
    """A reseller with two providers is transacting with one of them."""
    other = make_partner("Other Distribution", PROVIDER)
    reseller = reseller_of(provider, "Contoso", ago(3))
    make_partnership(other, reseller)
    buy(other, reseller, ago(0))
    assert counts(provider, 0)["transacting"] == 0
    assert counts(other, 0)["transacting"] == 1


@given(first=DAYS, after=DAYS, middle=DAYS, until=DAYS, cycle=st.sampled_from(["monthly", "annual", "triennial"]))
def test_cycles_of_two_spans_add_up(first: date, after: date, middle: date, until: date, cycle: str) -> None:
    """No cycle is counted twice, none is lost between two spans."""
    after, middle, until = sorted((after, middle, until))
    whole = cycles_begun(first, cycle, after=after, until=until)
    parts = [cycles_begun(first, cycle, after=start, until=end) for start, end in ((after, middle), (middle, until))]
    assert whole == sum(parts)


@pytest.mark.parametrize(
    ("cycle", "first", "expected"),
    [
        ("monthly", date(2026, 1, 31), 3),
        ("monthly", date(2025, 1, 31), 12),
        ("annual", date(2024, 5, 1), 1),
        ("triennial", date(2024, 5, 1), 0),
        ("one_time", date(2026, 3, 1), 1),
        ("one_time", date(2024, 3, 1), 0),
        ("none", date(2026, 3, 1), 0),
    ],
)
def test_what_is_billed_in_twelve_months(cycle: str, first: date, expected: int) -> None:
    """Up to the last of March 2026."""
    assert cycles_begun(first, cycle, after=date(2025, 3, 31), until=date(2026, 3, 31)) == expected


def test_nothing_is_billed_after_the_last_day() -> None:
    """A subscription that does not renew."""
    assert (
        cycles_begun(
            date(2026, 1, 1), "monthly", after=date(2025, 12, 31), until=date(2026, 12, 31), last=date(2026, 2, 15)
        )
        == 2
    )


@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_every_point_of_the_chart_lies_within_it(values: list[int]) -> None:
    """Whatever the numbers."""
    chart = draw([str(number) for number in range(len(values))], [("total", "Total", values)])
    for point in chart.series[0].points:
        assert chart.left <= point.x <= chart.right
        assert 0 <= point.y <= chart.baseline


def test_churned_is_counted_once() -> None:
    """In the month in which the last purchase falls out of the six."""
    reseller = uuid.UUID(int=1)
    trade = Trade(list, lambda: {reseller: {date(2025, 7, 1)}})
    months = [months_later(date(2025, 7, 1), number) for number in range(12)]
    assert [month for month in months if MEASURES["churned"].resellers(trade, month)] == [date(2026, 1, 1)]
