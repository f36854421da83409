"""Finding partners: search, filters, sorting and the file of *Indirect resellers* and *Indirect providers*."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.rules import refusals
from foundation.users.models import User
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import RESELLER_RULES, SELLER_RULES
from relationships.agreements.standing import standings_of
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.hindrances import LABELS, hindrances_of, is_hindered
from relationships.partnerships.models import Partnership
from relationships.resellers.lists import RESELLERS
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_partnership, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def listed(client: Client, name: str = "resellers", **asked: str) -> str:
    """Return the part of a list that changes with its address, which holds the rows."""
    headers = {"HX-Request": "true", "HX-Target": f"list-{name}"}
    answer = client.get(reverse(name), asked, headers=headers)
    assert answer.status_code == 200
    return text(answer)


@pytest.fixture
def client(as_user: AsUser, provider: Partner) -> Client:
    """The provider's browser."""
    return as_user(user_of(provider))


def test_resellers_are_found_by_any_part_of_name_mpn_id_and_domain(client: Client, provider: Partner) -> None:
    found, other = make_partner("Brücke IT", domain="bruecke-it.example"), make_partner("Wingtip Resale")
    for each in (found, other):
        make_partnership(provider, each)
    mpn_id = found.locations.get().mpn_id
    for words in ("ücke", mpn_id, mpn_id[:5] + mpn_id[5:], "ecke-it"):
        rows = listed(client, q=words)
        assert "Brücke IT" in rows, words
        assert "Wingtip" not in rows, words


def test_resellers_are_filtered_by_the_locations_there_are(client: Client, provider: Partner) -> None:
    make_partnership(provider, make_partner("Allemagne", country="DE"))
    make_partnership(provider, make_partner("Frankreich", country="FR"))
    rows = listed(client, location="FR")
    assert "Frankreich" in rows
    assert "Allemagne" not in rows
    page = text(client.get(reverse("resellers")))
    assert '<option value="FR">France</option>' in page
    assert '<option value="US">' not in page, "only where there are partners"


def hindered_reseller(number: int, *, enrolled: bool, signed: bool, suspended: bool, lapsed: bool) -> Partner:
    """Make a reseller that lacks some of what it needs."""
    partner = make_partner(f"Reseller {number}", signed=signed, state="active" if enrolled else "rejected")
    if suspended:
        Partner.objects.filter(pk=partner.pk).update(status="suspended")
    if lapsed:
        Enrolment.objects.filter(partner=partner).update(lapsed_until=(NOW + timedelta(days=9)).date())
    return partner


def test_filters_by_standing_say_of_many_what_the_rules_say_of_one(provider: Partner) -> None:
    """Every combination of what a reseller can lack; and of a provider."""
    for number, lacks in enumerate(product((True, False), repeat=4)):
        names = ("enrolled", "signed", "suspended", "lapsed")
        make_partnership(provider, hindered_reseller(number, **dict(zip(names, lacks, strict=True))))
    PartnerAgreement.objects.filter(partner=provider).delete()
    for side, rules in (("reseller", RESELLER_RULES), ("provider", SELLER_RULES)):
        assert list(hindrances_of(side)) == [rule.code for rule in rules]
        assert {rule.code for rule in rules} <= LABELS.keys()
        standings = standings_of(Partnership.objects.values_list(side, flat=True))
        against = {key: {each.code for each in refusals(rules, standing)} for key, standing in standings.items()}
        for code, condition in hindrances_of(side).items():
            found = set(Partnership.objects.filter(condition).values_list(side, flat=True))
            assert found == {key for key, codes in against.items() if code in codes}, code
        hindered = set(Partnership.objects.filter(is_hindered(side)).values_list(side, flat=True))
        assert hindered == {key for key, codes in against.items() if codes}
        can = set(Partnership.objects.exclude(is_hindered(side)).values_list(side, flat=True))
        assert can == against.keys() - hindered


def test_resellers_are_filtered_by_whether_they_can_transact_and_why_not(client: Client, provider: Partner) -> None:
    make_partnership(provider, make_partner("Ready Resale"))
    make_partnership(provider, make_partner("Unsigned Resale", signed=False))
    assert "Unsigned" not in listed(client, status="can")
    assert "Ready" not in listed(client, status="cannot")
    assert "Unsigned" in listed(client, status="R19")
    assert "Nothing matches" in listed(client, status="R70")


def test_partnerships_are_filtered_by_their_beginning(client: Client, provider: Partner) -> None:
    for name, days in (("Fresh", 3), ("Yearling", 200), ("Veteran", 900)):
        made = make_partnership(provider, make_partner(name))
        Partnership.objects.filter(pk=made.pk).update(since=NOW - timedelta(days=days))
    shown = {
        since: {name for name in ("Fresh", "Yearling", "Veteran") if name in listed(client, since=since)}
        for since in ("month", "year", "earlier")
    }
    assert shown == {"month": {"Fresh"}, "year": {"Fresh", "Yearling"}, "earlier": {"Veteran"}}


def test_former_partners_are_shown_on_demand_once_each_unless_they_are_back(client: Client, provider: Partner) -> None:
    gone, back, present = make_partner("Gone Resale"), make_partner("Back Resale"), make_partner("Present Resale")
    for partner, times in ((gone, 2), (back, 1)):
        for number in range(times):
            made = make_partnership(provider, partner)
            since = NOW - timedelta(days=100 - number)
            Partnership.objects.filter(pk=made.pk).update(since=since, ended_at=since + timedelta(hours=1))
    for partner in (back, present):
        make_partnership(provider, partner)
    rows = listed(client)
    assert "Gone Resale" not in rows
    assert "Back Resale" in rows
    former = listed(client, partnership="former")
    assert former.count('<th scope="row"') == 1
    assert "Gone Resale" in former
    assert "Ended on" in former
    assert listed(client, partnership="all").count('<th scope="row"') == 3


def test_former_partners_can_be_found_when_nobody_is_left(client: Client, provider: Partner, reseller: Partner) -> None:
    """The tools stay above an empty list that hides something by itself."""
    made = make_partnership(provider, reseller)
    Partnership.objects.filter(pk=made.pk).update(ended_at=NOW)
    page = text(client.get(reverse("resellers")))
    assert "No indirect resellers yet" in page
    assert '<option value="former">' in page


def test_lists_sort_by_the_number_of_customers(client: Client, provider: Partner) -> None:
    for name, number in (("Few", 1), ("Many", 30), ("Some", 7)):
        made = make_partnership(provider, make_partner(name))
        Partnership.objects.filter(pk=made.pk).update(customer_count=number)
    rows = listed(client, order="customers")
    assert rows.index("Many") < rows.index("Some") < rows.index("Few")
    rows = listed(client, order="-customers")
    assert rows.index("Few") < rows.index("Some") < rows.index("Many")


def test_every_order_of_the_lists_has_an_index(provider: Partner, reseller: Partner) -> None:
    """Where sorting is forbidden, PostgreSQL reads the rows from an index in each order."""
    make_partnership(provider, reseller)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off")
        for column, side in (("provider", "reseller"), ("reseller", "provider")):
            for order in ((f"{side}_sort_name", "id"), ("-since", "-id"), ("-customer_count", "-id")):
                rows = Partnership.objects.filter(**{column: provider.pk}).order_by(*order)[:25]
                sql, params = rows.query.sql_with_params()
                cursor.execute(f"EXPLAIN {sql}", params)
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Sort Key" not in plan, plan
                assert f"partnership_of_{column}" in plan, plan


def test_lists_cost_the_same_for_one_row_and_for_thirty(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    make_partnership(provider, reseller)
    pages = [(as_user(user_of(provider)), "resellers"), (as_user(user_of(reseller)), "providers")]
    few = [cost(client, name) for client, name in pages]
    for number in range(30):
        make_partnership(provider, make_partner(f"Reseller {number}", signed=number % 2 == 0))
        make_partnership(make_partner(f"Provider {number}", PROVIDER), reseller)
    assert [cost(client, name) for client, name in pages] == few
    assert max(few) <= 12


def cost(client: Client, name: str) -> int:
    """Return the queries of a list with filters in force."""
    asked = {"since": "year", "partnership": "all"}
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name), asked).status_code == 200
    return len(queries)


def test_the_providers_list_can_be_searched_filtered_and_exported(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    make_partnership(provider, reseller)
    make_partnership(make_partner("=Formula Distribution", PROVIDER, signed=False), reseller)
    client = as_user(user_of(reseller))
    assert "Formula" not in listed(client, "providers", q=provider.tenant.primary_domain)
    assert "Northlight" not in listed(client, "providers", status="R19")
    answer: Any = client.get(reverse("providers"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith(
        "Indirect provider,Location,MPN ID,Primary domain name,Microsoft ID,Since,Status,Customers"
    )
    assert lines[1].startswith("'=Formula Distribution,Germany,"), "no spreadsheet runs it"
    assert str(provider.pk) in lines[2]


def test_the_file_holds_the_rows_that_are_asked_for(client: Client, provider: Partner) -> None:
    make_partnership(provider, make_partner("Ready Resale"))
    make_partnership(provider, make_partner("Unsigned Resale", signed=False))
    answer: Any = client.get(reverse("resellers"), {"export": "csv", "status": "cannot"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Unsigned Resale,")


def test_r10_another_provider_sees_none_of_it(provider: Partner, reseller: Partner, stranger: Partner) -> None:
    make_partnership(provider, reseller)
    assert not RESELLERS.queryset(actor_of(stranger)).exists()
