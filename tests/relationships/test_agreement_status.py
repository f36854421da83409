"""*Agreement status*: the provider's table of its resellers' vetting and signatures, its filters and its file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.users.models import User
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from tests.relationships.factories import NOW, PROVIDER, make_partner, make_partnership, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
State = Enrolment.State


@pytest.fixture
def resellers(provider: Partner) -> dict[str, Partner]:
    """One reseller of each sort, all with the provider."""
    made = {
        "Ready Resale": make_partner("Ready Resale", country="FR"),
        "Unsigned Resale": make_partner("Unsigned Resale", signed=False, state=State.QUALIFIED),
        "Suspended Resale": make_partner("Suspended Resale"),
        "Rejected Resale": make_partner("Rejected Resale", signed=False, state=State.REJECTED),
    }
    for each in made.values():
        make_partnership(provider, each)
    Partner.objects.filter(pk=made["Suspended Resale"].pk).update(status=Partner.Status.SUSPENDED)
    return made


def table(client: Client, **query: str) -> str:
    """Return the page."""
    answer = client.get(reverse("agreement_status"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def file(client: Client, **query: str) -> list[str]:
    """Return the lines of the file."""
    answer: Any = client.get(reverse("agreement_status"), {**query, "export": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="AgreementStatus.csv"'
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def names(client: Client, **query: str) -> list[str]:
    """Return whom the file names, in its order."""
    return [line.split(",")[0] for line in file(client, **query)[1:]]


@pytest.mark.usefixtures("resellers")
def test_each_row_has_name_mpn_id_region_vetting_signature_and_the_reason(
    as_user: AsUser, provider: Partner, resellers: dict[str, Partner]
) -> None:
    lines = file(as_user(user_of(provider)))
    assert lines[0].startswith("Indirect reseller,MPN ID,Region,Vetting,Agreement signed,Status")
    mpn_id = resellers["Ready Resale"].locations.get().mpn_id
    by_name = {line.split(",")[0]: line for line in lines[1:]}
    assert by_name["Ready Resale"].startswith(f"Ready Resale,{mpn_id},Europe,Active,2026-03-16,Can transact")
    assert ",Qualified,Not signed,Cannot transact yet" in by_name["Unsigned Resale"]
    assert "Unsigned Resale has not signed" in by_name["Unsigned Resale"]
    assert ",Suspended,2026-03-16,Cannot transact yet" in by_name["Suspended Resale"]
    assert ",Rejected,Not signed,Cannot transact yet" in by_name["Rejected Resale"]
    page = table(as_user(user_of(provider)))
    for name in resellers:
        assert name in page
    assert "Not signed" in page


@pytest.mark.usefixtures("resellers")
def test_filters_by_signature_and_by_vetting(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    assert names(client, signed="yes") == ["Ready Resale", "Suspended Resale"]
    assert names(client, signed="no") == ["Rejected Resale", "Unsigned Resale"]
    assert names(client, vetting="active") == ["Ready Resale"]
    assert names(client, vetting="suspended") == ["Suspended Resale"]
    assert names(client, vetting="rejected", signed="no") == ["Rejected Resale"]
    Enrolment.objects.filter(partner__name="Unsigned Resale").delete()
    assert names(client, vetting="none") == ["Unsigned Resale"]


@pytest.mark.usefixtures("resellers")
def test_it_is_searched_by_name_and_mpn_id_and_sorted_both_ways(
    as_user: AsUser, provider: Partner, resellers: dict[str, Partner]
) -> None:
    client = as_user(user_of(provider))
    assert names(client, q="SIGNED re") == ["Unsigned Resale"]
    assert names(client, q=resellers["Ready Resale"].locations.get().mpn_id) == ["Ready Resale"]
    assert names(client, order="-name") == sorted(resellers, reverse=True)


def test_only_present_resellers_of_ones_own_are_in_it(as_user: AsUser, provider: Partner, stranger: Partner) -> None:
    make_partnership(stranger, make_partner("Somebody Elses"))
    former = make_partnership(provider, make_partner("Former Resale"))
    Partnership.objects.filter(pk=former.pk).update(ended_at=NOW)
    page = table(as_user(user_of(provider)))
    assert "Somebody Elses" not in page
    assert "Former Resale" not in page
    assert "No indirect resellers yet" in page


def test_it_is_a_tab_of_indirect_resellers(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    assert reverse("agreement_status") in client.get(reverse("resellers")).content.decode()
    assert f'href="{reverse("agreement_status")}" aria-current="page"' in table(client)


def test_who_may_not_see_it(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """A colleague without the right 403, an account that is no provider 404."""
    assert as_user(user_of(provider, "helpdesk_agent")).get(reverse("agreement_status")).status_code == 403
    assert as_user(user_of(reseller)).get(reverse("agreement_status")).status_code == 404
    assert as_user(user_of(make_partner("Other", PROVIDER))).get(reverse("agreement_status")).status_code == 200
