"""*Remove partnership* in the browser, from either side: impact, form, planned end, taking back, handing over."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.relationships.models import CustomerRelationship
from relationships.delegation.models import DelegatedAdmin
from relationships.endings.models import PartnershipEnding
from relationships.endings.reassignment import reassign_all
from relationships.endings.services import Wish, carry_out_due, end_partnership
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from tests.customers.factories import (
    NOW,
    RESELLER,
    actor_of,
    client_of,
    customer_of,
    make_partner,
    make_partnership,
)
from tests.subscriptions.factories import line, make_offer, order

AT_ONCE = {"reason": "They have merged", "when": "at_once"}
IN_MAY = {"reason": "They have merged", "when": "on_a_day", "day": "2026-05-01"}


@pytest.fixture(autouse=True)
def _at_now() -> object:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The two work together, with one customer and its subscription."""
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer()), reseller=reseller)
    return Partnership.objects.get()


def from_provider(name: str, partnership: Partnership) -> str:
    """Return the address of a provider's page about the reseller."""
    return reverse(name, args=[partnership.reseller_id])


def from_reseller(name: str, partnership: Partnership) -> str:
    """Return the address of a reseller's page about the provider."""
    return reverse(name, args=[partnership.provider_id])


def words(client: Client, address: str) -> str:
    """Return the page's text in one line."""
    return " ".join(client.get(address).content.decode().split())


def test_the_row_and_the_page_of_a_reseller_lead_to_the_impact(partnership: Partnership) -> None:
    client, address = client_of(partnership.provider), from_provider("reseller_remove", partnership)
    assert f'href="{address}"' in words(client, reverse("resellers"))
    assert f'href="{address}"' in words(client, from_provider("reseller", partnership))
    page = words(client, address)
    for told in (
        "What hangs on this partnership",
        f'Customers that both serve: <a href="/customers/?reseller={partnership.reseller_id}">1</a>',
        f'Active: <a href="/resellers/{partnership.reseller_id}/subscriptions/?status=active">1</a>',
        "Suspended: <b>0</b>",
        "stay billed to the provider",
        "Admin access that the provider has",
        "Unfinished new customers",
    ):
        assert told in page
    listed = words(client, f"/customers/?reseller={partnership.reseller_id}")
    assert CustomerRelationship.objects.get(partner=partnership.provider).customer.name in listed


def test_the_provider_ends_it_and_both_read_when_by_whom_and_why(partnership: Partnership) -> None:
    client = client_of(partnership.provider)
    answer = client.post(from_provider("reseller_remove", partnership), AT_ONCE)
    assert answer["Location"] == from_provider("reseller", partnership)
    reseller = client_of(partnership.reseller)
    for browser, address in (
        (client, from_provider("reseller", partnership)),
        (reseller, from_reseller("provider", partnership)),
    ):
        page = words(browser, address)
        for told in (
            "This partnership has ended",
            "16 Mar 2026, 10:30",
            "Northlight Distribution (",
            "They have merged",
        ):
            assert told in page
    assert from_provider("reseller", partnership) not in words(client, reverse("resellers"))
    assert from_reseller("provider", partnership) not in words(reseller, reverse("providers"))


def test_the_reseller_ends_it_and_still_can_remove_the_admin_access(partnership: Partnership) -> None:
    """R14, R67: the access stays, with a hint, until the reseller takes it back."""
    client, page = client_of(partnership.reseller), from_reseller("provider", partnership)
    address = from_reseller("provider_remove", partnership)
    assert f'href="{address}"' in words(client, reverse("providers"))
    asked = words(client, address)
    assert "Who takes over" not in asked
    assert "Unfinished new customers" not in asked
    assert client.post(address, AT_ONCE).status_code == 302
    assert "still has admin access to your account" in words(client, page)
    client.post(from_reseller("provider_access", partnership))
    assert not DelegatedAdmin.objects.filter(granting=partnership.reseller_id, ended_at=None).exists()
    assert "still has admin access" not in words(client, page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({**AT_ONCE, "reason": ""}, "Reason"),
        ({**IN_MAY, "day": ""}, "Choose a day"),
        ({**IN_MAY, "day": "nonsense"}, "Day"),
        ({**AT_ONCE, "when": "whenever"}, "When does"),
        ({**AT_ONCE, "to_customers": "nonsense"}, "cannot take it over"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(
    partnership: Partnership, typed: dict[str, str], told: str
) -> None:
    answer = client_of(partnership.provider).post(from_provider("reseller_remove", partnership), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert 'class="field-error"' in page
    assert typed["reason"] in page
    assert not PartnershipEnding.objects.exists()


def test_a_refused_day_comes_back_with_what_was_typed(partnership: Partnership) -> None:
    answer = client_of(partnership.provider).post(
        from_provider("reseller_remove", partnership), {**IN_MAY, "day": "2026-03-16"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A partnership cannot be planned to end on" in page
    assert "They have merged" in page


def test_much_is_ended_only_with_the_name(partnership: Partnership, settings: pytest.FixtureRequest) -> None:
    """Asked for above the threshold; a wrong one is refused, whatever the browser says."""
    client, address = client_of(partnership.provider), from_provider("reseller_remove", partnership)
    assert "name_typed" not in words(client, address)
    settings.PARTNERSHIP_END_CONFIRM_ABOVE = 1  # type: ignore[attr-defined]
    assert "Type “Contoso Resale” to confirm" in words(client, address)
    assert client.post(address, AT_ONCE).status_code == 400
    assert client.post(address, {**AT_ONCE, "name_typed": "Contoso"}).status_code == 409
    assert client.post(address, {**AT_ONCE, "name_typed": "contoso resale"}).status_code == 302


def test_a_planned_end_is_seen_on_both_sides_and_taken_back_by_who_planned_it(partnership: Partnership) -> None:
    client, other = client_of(partnership.reseller), client_of(partnership.provider)
    client.post(from_reseller("provider_remove", partnership), IN_MAY)
    for browser, listing, page in (
        (client, reverse("providers"), from_reseller("provider", partnership)),
        (other, reverse("resellers"), from_provider("reseller", partnership)),
    ):
        assert "Ends on 1 May 2026" in words(browser, listing)
        assert "new business included" in words(browser, page)
    keep = from_reseller("provider_keep", partnership)
    assert keep in words(client, from_reseller("provider", partnership))
    assert "Take back the end" not in words(other, from_provider("reseller", partnership))
    assert other.post(from_provider("reseller_keep", partnership)).status_code == 409
    assert client.post(keep).status_code == 302
    assert "Ends on" not in words(client, reverse("providers"))
    assert carry_out_due(now=NOW + timedelta(days=100)) == 0


def test_removing_again_says_that_an_end_is_planned_and_opens_no_second_form(partnership: Partnership) -> None:
    client, address = client_of(partnership.provider), from_provider("reseller_remove", partnership)
    client.post(address, IN_MAY)
    assert "An end of the partnership of" in words(client, from_provider("reseller", partnership))
    assert client.get(address).status_code == 302
    assert client.post(address, AT_ONCE).status_code == 409
    reseller = client_of(partnership.reseller)
    assert "bring it forward" in words(reseller, from_reseller("provider_remove", partnership))
    assert reseller.post(from_reseller("provider_remove", partnership), AT_ONCE).status_code == 302


def test_the_form_offers_who_can_take_over_and_the_page_shows_what_came_of_it(
    partnership: Partnership, unsigned_reseller: Partner
) -> None:
    """An heir without the agreement is offered for customers, not for incentives."""
    heir = make_partner("Heir Resale", RESELLER)
    make_partnership(partnership.provider, heir)
    client, address = client_of(partnership.provider), from_provider("reseller_remove", partnership)
    form = client.get(address).context["form"]
    offered = {name: [key for key, _label in form.fields[f"to_{name}"].choices] for name in ("customers", "incentives")}
    assert offered["customers"] == ["keep", "nobody", str(heir.pk), str(unsigned_reseller.pk)]
    assert offered["incentives"] == ["keep", "nobody", str(heir.pk)]
    assert "can take 0" in dict(form.fields["to_support"].choices)[str(heir.pk)]
    client.post(address, {**AT_ONCE, "to_customers": str(heir.pk), "to_incentives": "nobody"})
    page = from_provider("reseller", partnership)
    assert "Under way" in words(client, page)
    reassign_all(now=NOW)
    told = words(client, page)
    assert "Under way" not in told
    assert "Heir Resale" in told
    assert told.count("Handed over: 1.") == 2
    assert "Heir Resale" not in words(client_of(partnership.reseller), from_reseller("provider", partnership))


def test_what_is_left_can_be_handed_over_after_the_resellers_end(partnership: Partnership) -> None:
    client_of(partnership.reseller).post(from_reseller("provider_remove", partnership), AT_ONCE)
    client, address = client_of(partnership.provider), from_provider("reseller_reassign", partnership)
    assert f'href="{address}"' in words(client, from_provider("reseller", partnership))
    assert client.get(address).status_code == 200
    assert client.post(address, {"to_customers": "nonsense"}).status_code == 400
    assert client.post(address, {"to_customers": "nobody", "to_incentives": "nobody"}).status_code == 302
    reassign_all(now=NOW)
    assert CustomerRelationship.objects.get(ended_at=None).reseller is None
    assert address not in words(client, from_provider("reseller", partnership))


def test_nothing_is_handed_over_while_the_partnership_goes_on(partnership: Partnership) -> None:
    client, address = client_of(partnership.provider), from_provider("reseller_reassign", partnership)
    assert client.get(address).status_code == 302
    assert client.post(address, {"to_customers": "nobody"}).status_code == 409


def test_who_may_not_remove_a_partnership(partnership: Partnership, other_provider: Partner) -> None:
    """403 for other roles, who are offered nothing; 404 for strangers and for the wrong side; 405 for a GET."""
    sales, helpdesk = client_of(partnership.provider, "sales_agent"), client_of(partnership.reseller, "admin_agent")
    for name in ("reseller_remove", "reseller_keep", "reseller_reassign"):
        address = from_provider(name, partnership)
        assert sales.post(address, AT_ONCE).status_code == 403
        assert client_of(other_provider).post(address, AT_ONCE).status_code == 404
        assert client_of(partnership.reseller).post(address, AT_ONCE).status_code == 404
    for name in ("provider_remove", "provider_keep"):
        assert helpdesk.post(from_reseller(name, partnership), AT_ONCE).status_code == 403
    assert "Remove partnership" not in words(sales, from_provider("reseller", partnership))
    assert "Remove partnership" not in words(helpdesk, from_reseller("provider", partnership))
    assert client_of(partnership.provider).get(from_provider("reseller_keep", partnership)).status_code == 405
    assert client_of(partnership.provider).post(from_provider("reseller_keep", partnership)).status_code == 409
    assert (
        client_of(partnership.provider, "admin_agent")
        .post(from_provider("reseller_remove", partnership), AT_ONCE)
        .status_code
        == 302
    )


def test_old_history_stays_on_both_pages_beside_a_new_partnership(partnership: Partnership) -> None:
    end_partnership(
        actor=actor_of(partnership.provider), now=NOW, partnership=partnership, wish=Wish("The first quarrel")
    )
    with time_machine.travel(NOW + timedelta(days=3)):
        make_partnership(partnership.provider, partnership.reseller)
    Partnership.objects.filter(ended_at=None).update(since=NOW + timedelta(days=3))
    for client, address in (
        (client_of(partnership.provider), from_provider("reseller", partnership)),
        (client_of(partnership.reseller), from_reseller("provider", partnership)),
    ):
        page = words(client, address)
        assert "The first quarrel" in page
        assert "This partnership has ended" not in page
        assert "Remove partnership" in page


@pytest.mark.parametrize("is_done", [True, False])
@pytest.mark.parametrize("name", ["reseller", "reseller_reassign", "provider"])
def test_pages_of_former_partners_cost_at_most_twelve_queries(
    partnership: Partnership, name: str, is_done: bool
) -> None:
    """With an end, a reassignment under way or done, and something left to hand over."""
    heir = make_partner("Heir Resale", RESELLER)
    make_partnership(partnership.provider, heir)
    client_of(partnership.provider).post(
        from_provider("reseller_remove", partnership), {**AT_ONCE, "to_customers": str(heir.pk)}
    )
    if is_done:
        reassign_all(now=NOW)
    side = partnership.reseller if name == "provider" else partnership.provider
    client = client_of(side)
    address = from_reseller(name, partnership) if name == "provider" else from_provider(name, partnership)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 12
