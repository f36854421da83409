"""*Add customer* and *Add new customer* say beforehand what the service would refuse."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.ui.actions import Action
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import unknown_reseller
from subscriptions.onboarding.actions import add_customer, add_for_resellers
from tests.customers.factories import RESELLER, actor_of, client_of, make_partner, make_partnership


def codes(action: Action) -> list[str]:
    """Return what is said against an action."""
    return [refusal.code for refusal in action.refusals]


def of_resellers(provider: Partner) -> dict[str, list[str]]:
    """Return what is said against *Add new customer*, by the reseller's name."""
    rows = list(Partnership.objects.select_related("reseller"))
    actions = add_for_resellers(actor_of(provider), rows)
    return {row.reseller.name: codes(action) for row in rows for action in actions[row.pk]}


def test_a_suspended_seller_is_told_before_it_types_anything(provider: Partner, reseller: Partner) -> None:
    """Both ways in are drawn disabled, with R70 beside them; they come back with the suspension's end."""
    assert codes(add_customer(actor_of(provider))) == []
    assert of_resellers(provider) == {reseller.name: []}
    Partner.objects.filter(pk=provider.pk).update(status=Partner.Status.SUSPENDED)
    assert codes(add_customer(actor_of(provider))) == ["R70"]
    assert of_resellers(provider) == {reseller.name: ["R70"]}
    for address in ("/customers/", "/resellers/"):
        page = client_of(provider).get(address).content.decode()
        assert f"The account of {provider.name} is suspended." in page
        assert 'href="/customers/new/' not in page


def test_a_reseller_that_cannot_have_customers_is_told_in_its_row(
    provider: Partner, reseller: Partner, unsigned_reseller: Partner
) -> None:
    """Not enrolled stops the record, a missing MPA does not (R20)."""
    Enrolment.objects.filter(partner=reseller).update(state=Enrolment.State.REJECTED)
    assert of_resellers(provider) == {reseller.name: ["R21"], unsigned_reseller.name: []}


def test_who_may_not_add_customers_sees_neither(provider: Partner, reseller: Partner) -> None:
    rows = list(Partnership.objects.all())
    assert not add_customer(actor_of(provider, "helpdesk_agent")).permitted
    assert not add_customer(actor_of(reseller)).permitted
    assert not add_for_resellers(actor_of(provider, "helpdesk_agent"), rows)


def test_the_rows_cost_one_query_however_many_they_are_and_none_once_known(provider: Partner) -> None:
    for number in range(5):
        make_partnership(provider, make_partner(f"Reseller {number}", RESELLER))
    rows, actor = list(Partnership.objects.all()), actor_of(provider)
    for shown, queries in ((rows[:1], 1), (rows, 1), (rows, 0)):
        with CaptureQueriesContext(connection) as asked:
            assert len(add_for_resellers(actor, shown)) == len(shown)
        assert len(asked) == queries


def test_r10_an_unknown_reseller_is_not_called_by_an_id() -> None:
    assert unknown_reseller("Northlight").text == "Northlight and this reseller are not partners."
