"""The wizard's second step: New subscription."""

from decimal import Decimal

import pytest
import time_machine

from relationships.partners.models import Partner
from subscriptions.onboarding.contents import lines_of
from tests.customers.factories import NOW, client_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer
from tests.subscriptions.typed import offer_typed


@pytest.fixture(autouse=True)
def at_now() -> object:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_catalogue_is_shown_with_prices_and_says_it_is_a_sample(provider: Partner, reseller: Partner) -> None:
    """The reseller for incentives is the customer's, unless another is chosen."""
    make_offer("Microsoft 365 Business Basic")
    draft = make_draft(provider, reseller=reseller)
    answer = client_of(provider).get(f"/customers/new/{draft.pk}/subscriptions/")
    page = answer.content.decode()
    assert "Microsoft 365 Business Basic" in page
    assert "€5.60" in page
    assert "Sample list" in page
    assert answer.context["form"]["reseller"].value() == str(reseller.pk)


def test_ticked_offers_are_kept_and_go_to_review(provider: Partner, reseller: Partner) -> None:
    """With the reseller for incentives as a value of its own, here none."""
    offer, draft = make_offer(), make_draft(provider, reseller=reseller)
    typed = {"version": "1", "reseller": "", **offer_typed(offer, 7, "P1Y:annual")}
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/subscriptions/", typed)
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/new/{draft.pk}/review/")
    draft.refresh_from_db()
    assert lines_of(draft) == [line(offer, 7, cycle="annual")]
    assert (draft.reseller, draft.incentive_reseller, draft.subscriptions_done) == (reseller, None, True)


def test_the_total_is_worked_out_by_the_server_too(provider: Partner) -> None:
    offer = make_offer()
    draft = make_draft(provider, line(offer, 10), line(make_offer("Second", price="1.00"), 5))
    form = client_of(provider).get(f"/customers/new/{draft.pk}/subscriptions/").context["form"]
    assert form.quote().total == Decimal("61.00")


@pytest.mark.parametrize("quantity", ["0", "301", "-1", "lots", "", "99999999999"])
def test_a_wrong_number_is_refused_beside_its_offer_and_nothing_is_lost(provider: Partner, quantity: str) -> None:
    """R48, with the limits in words."""
    offer, other, draft = make_offer(), make_offer("Other"), make_draft(provider)
    typed = {"version": "1", **offer_typed(offer, quantity), **offer_typed(other, 42)}
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/subscriptions/", typed)
    assert answer.status_code == 400
    assert f"quantity-{offer.pk}" in answer.context["form"].errors
    page = answer.content.decode()
    assert 'value="42"' in page
    assert f'id="id_quantity-{offer.pk}_error"' in page


def test_an_add_on_needs_its_base_in_the_order(provider: Partner) -> None:
    base, addon, draft = make_offer("Base"), make_offer("Add-on", is_addon=True), make_draft(provider)
    addon.prerequisites.add(base)
    client, address = client_of(provider), f"/customers/new/{draft.pk}/subscriptions/"
    answer = client.post(address, {"version": "1", **offer_typed(addon)})
    assert answer.status_code == 400
    assert "needs one of: Base" in answer.content.decode()
    assert client.post(address, {"version": "1", **offer_typed(addon), **offer_typed(base)}).status_code == 302


def test_r20_a_reseller_without_mpa_is_drawn_disabled_and_refused(
    provider: Partner, unsigned_reseller: Partner
) -> None:
    """With reason and remedy; it is not chosen at first even when it is the customer's own."""
    offer, draft = make_offer(), make_draft(provider, reseller=unsigned_reseller)
    client, address = client_of(provider), f"/customers/new/{draft.pk}/subscriptions/"
    answer = client.get(address)
    page = answer.content.decode()
    assert "R20" in page
    assert "Ask a Global admin of Wingtip Unsigned to sign it" in page
    assert "disabled" in page.split(f'value="{unsigned_reseller.pk}"')[1].split(">")[0]
    assert answer.context["form"]["reseller"].value() == ""
    typed = {"version": "1", "reseller": str(unsigned_reseller.pk), **offer_typed(offer)}
    answer = client.post(address, typed)
    assert answer.status_code == 400
    assert "reseller" in answer.context["form"].errors


def test_a_search_hides_other_offers_but_none_that_is_ticked(provider: Partner) -> None:
    """Without a script it is a button of the form; nothing is checked or kept."""
    ticked, found, hidden = make_offer("Exchange Online"), make_offer("Copilot"), make_offer("Visio")
    draft = make_draft(provider)
    typed = {"version": "1", "search": "1", "q": "copi", **offer_typed(ticked, 9999)}
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/subscriptions/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ticked.name in page
    assert 'value="9999"' in page
    assert found.name in page
    assert hidden.name not in page
    draft.refresh_from_db()
    assert not draft.subscriptions_done


def test_a_step_without_a_tick_goes_on(provider: Partner) -> None:
    """A customer may be added without subscriptions."""
    make_offer()
    draft = make_draft(provider)
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/subscriptions/", {"version": "1"})
    assert answer.status_code == 302


def test_a_currency_without_prices_is_explained(provider: Partner) -> None:
    """Danish customers pay in kroner, for which there is no list here; the customer can be added all the same."""
    make_offer()
    draft = make_draft(provider, country="DK", postal_code="1050")
    client = client_of(provider)
    page = client.get(f"/customers/new/{draft.pk}/subscriptions/").content.decode()
    assert "There is no valid price list in DKK" in page
    assert "Next: Review" in page
    assert client.get(f"/customers/new/{draft.pk}/review/").status_code == 200


def test_a_stale_step_shows_what_is_stored(provider: Partner) -> None:
    """409, and the ticks stay."""
    offer, draft, client = make_offer("Exchange Online"), make_draft(provider), client_of(provider)
    address = f"/customers/new/{draft.pk}/subscriptions/"
    client.post(address, {"version": "1", **offer_typed(offer, 5)})
    answer = client.post(address, {"version": "1", **offer_typed(offer, 6)})
    assert answer.status_code == 409
    assert "Exchange Online × 5" in answer.content.decode()
    assert 'value="6"' in answer.content.decode()


def test_education_offers_are_for_education_customers(provider: Partner) -> None:
    make_offer("Office 365 A3", segment="education")
    client = client_of(provider)
    for qualification, shown in (("none", False), ("education", True)):
        draft = make_draft(provider, qualification=qualification)
        page = client.get(f"/customers/new/{draft.pk}/subscriptions/").content.decode()
        assert ("Office 365 A3" in page) == shown


def test_the_number_of_a_trial_is_locked(provider: Partner) -> None:
    trial = make_offer("Trial", minimum=25, maximum=25, is_trial=True)
    page = client_of(provider).get(f"/customers/new/{make_draft(provider).pk}/subscriptions/").content.decode()
    assert "readonly" in page.split(f'name="quantity-{trial.pk}"')[1].split(">")[0]
