"""The wizard's first step: Account info."""

import pytest
import time_machine

from customers.accounts.models import Customer
from foundation.places.names import country_name
from relationships.partners.models import Partner
from relationships.regions.models import RegionCountry
from subscriptions.onboarding.contents import account_of, agreement_of
from subscriptions.onboarding.models import CustomerDraft
from tests.customers.factories import NOW, client_of, customer_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.typed import NOBODY, account_typed


@pytest.fixture(autouse=True)
def at_now() -> object:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_form_opens_with_the_reseller_chosen_and_shown(provider: Partner, reseller: Partner) -> None:
    """As Add new customer in the list of resellers promises; nothing is written."""
    answer = client_of(provider).get(f"/customers/new/?reseller={reseller.pk}")
    page = answer.content.decode()
    assert answer.context["form"]["reseller"].value() == str(reseller.pk)
    assert "The customer is added for Contoso Resale" in page
    assert ".onmicrosoft.com" in page
    assert not CustomerDraft.objects.exists()


@pytest.mark.parametrize("named", ["nonsense", NOBODY, ""])
def test_an_address_that_names_no_reseller_opens_the_form_without_one(provider: Partner, named: str) -> None:
    answer = client_of(provider).get(f"/customers/new/?reseller={named}")
    assert answer.status_code == 200
    assert "The customer is added for" not in answer.content.decode()


def test_r05_the_form_lists_the_countries_of_the_sellers_region_only(provider: Partner) -> None:
    """Its own first, and one from outside is refused."""
    client = client_of(provider)
    form = client.get("/customers/new/").context["form"]
    codes = [code for code, _name in form.fields["country"].choices]
    assert set(codes) == set(RegionCountry.objects.filter(region="europe").values_list("pk", flat=True))
    assert codes[0] == "DE"
    answer = client.post("/customers/new/", account_typed(country="US"))
    assert answer.status_code == 400
    assert "country" in answer.context["form"].errors


def test_a_complete_form_starts_a_draft_and_goes_on(provider: Partner, reseller: Partner) -> None:
    """Nothing of the customer exists yet."""
    typed = account_typed(reseller=reseller, company_name="Żółw & Søn")
    answer = client_of(provider).post("/customers/new/", typed)
    draft = CustomerDraft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/new/{draft.pk}/subscriptions/")
    assert (draft.partner, draft.reseller, draft.incentive_reseller) == (provider, reseller, reseller)
    assert account_of(draft).company_name == "Żółw & Søn"
    assert account_of(draft).tags == ("big", "north")
    assert not Customer.objects.exists()


def test_who_accepted_is_the_primary_contact_unless_somebody_else_is_named(provider: Partner) -> None:
    """Half a name is refused."""
    client = client_of(provider)
    client.post("/customers/new/", account_typed())
    agreement = agreement_of(CustomerDraft.objects.get())
    assert agreement is not None
    assert (agreement.first_name, agreement.email) == ("Toni", account_of(CustomerDraft.objects.get()).email)
    answer = client.post("/customers/new/", account_typed(agreement_first_name="Kim"))
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"agreement_last_name", "agreement_email"}


def test_asking_the_customer_closes_the_subscriptions_step(provider: Partner) -> None:
    """It goes on to Review, and the step says why (R40)."""
    client = client_of(provider)
    answer = client.post("/customers/new/", account_typed(agreement="asked", agreement_date=""))
    draft = CustomerDraft.objects.get()
    assert answer["Location"] == f"/customers/new/{draft.pk}/review/"
    page = client.get(f"/customers/new/{draft.pk}/subscriptions/").content.decode()
    assert "has not accepted the customer agreement yet" in page
    assert "R40" in page
    assert client.post(f"/customers/new/{draft.pk}/subscriptions/", {"version": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"company_name": "Ltd"}, "company_name"),
        ({"company_name": ""}, "company_name"),
        ({"domain_prefix": "café"}, "domain_prefix"),
        ({"domain_prefix": "taken"}, "domain_prefix"),
        ({"postal_code": "123"}, "postal_code"),
        ({"city": ""}, "city"),
        ({"email": "someone@microsoft.com"}, "email"),
        ({"email": "nonsense"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"tags": "x" * 51}, "tags"),
        ({"agreement_date": "2026-03-17"}, "agreement_date"),
        ({"agreement_date": ""}, "agreement_date"),
        ({"reseller": NOBODY}, "reseller"),
        ({"country": "PL", "postal_code": "90-001"}, "registration_number"),
        ({"country": "PL", "postal_code": "90-001"}, "phone"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(
    provider: Partner, reseller: Partner, changes: dict[str, str], field: str
) -> None:
    customer_of(provider, domain_prefix="taken")
    answer = client_of(provider).post("/customers/new/", account_typed(address_line2="Hinterhaus", **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert 'value="Hinterhaus"' in answer.content.decode()
    assert not CustomerDraft.objects.exists()


def test_another_country_draws_its_own_fields_and_keeps_what_was_typed(provider: Partner) -> None:
    """By script and, without it, with Update fields; nothing is checked and nothing is kept by the server."""
    typed = {**account_typed(country="IT", city="Torino", email="half"), "update": "1"}
    answer = client_of(provider).post("/customers/new/", typed)
    form = answer.context["form"]
    assert answer.status_code == 200
    assert ("TO", "Torino") in form.fields["state"].choices
    assert (form["city"].value(), form["email"].value(), form.errors) == ("Torino", "half", {})
    assert not CustomerDraft.objects.exists()
    form = client_of(provider).post("/customers/new/", {**typed, "country": "HU"}).context["form"]
    assert form.fields["registration_number"].required
    assert "TIN" in str(form.fields["registration_number"].label)


def test_the_account_step_can_be_changed_until_submit(provider: Partner) -> None:
    draft, client = make_draft(provider), client_of(provider)
    address = f"/customers/new/{draft.pk}/account/"
    page = client.get(address).content.decode()
    assert account_of(draft).company_name in page
    answer = client.post(address, account_typed(company_name="Renamed GmbH", version="1"))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (account_of(draft).company_name, draft.version) == ("Renamed GmbH", 2)


def test_a_stale_change_shows_both_values_and_can_be_sent_again(provider: Partner) -> None:
    """409; the form then carries the present version."""
    draft, client = make_draft(provider), client_of(provider)
    address = f"/customers/new/{draft.pk}/account/"
    client.post(address, account_typed(company_name="Theirs GmbH", version="1"))
    mine = account_typed(company_name="Mine GmbH", version="1")
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Mine GmbH"' in page
    assert "<b>Theirs GmbH</b>" in page
    assert client.post(address, {**mine, "version": str(answer.context["version"])}).status_code == 302
    draft.refresh_from_db()
    assert account_of(draft).company_name == "Mine GmbH"


@pytest.mark.parametrize("again", [{"update": "1"}, {"postal_code": "12"}])
def test_drawing_the_form_again_does_not_hide_a_stale_change(provider: Partner, again: dict[str, str]) -> None:
    """Neither another country nor bad input makes the form forget which version it was opened with."""
    draft, client = make_draft(provider), client_of(provider)
    address = f"/customers/new/{draft.pk}/account/"
    client.post(address, account_typed(company_name="Theirs GmbH", version="1"))
    drawn = client.post(address, account_typed(version="1") | again)
    assert drawn.context["version"] == 1
    assert client.post(address, account_typed(version="1")).status_code == 409


def test_drafts_belong_to_a_tenant(provider: Partner, other_provider: Partner, reseller: Partner) -> None:
    """A colleague sees it, a stranger does not, who may not add gets 403, a reseller has no such page."""
    draft = make_draft(provider)
    for step in ("account", "subscriptions", "review"):
        address = f"/customers/new/{draft.pk}/{step}/"
        assert client_of(provider, "sales_agent").get(address).status_code == 200
        assert client_of(other_provider).get(address).status_code == 404
        assert client_of(provider, "helpdesk_agent").get(address).status_code == 403
        assert client_of(reseller).get(address).status_code == 404


def test_a_direct_bill_partner_has_no_reseller_fields(direct_bill: Partner) -> None:
    """Nor can it smuggle one in."""
    client = client_of(direct_bill)
    page = client.get("/customers/new/").content.decode()
    assert "reseller" not in page.split("<main")[1].lower()
    client.post("/customers/new/", account_typed(reseller=direct_bill))
    assert CustomerDraft.objects.get().reseller is None


def test_country_names_are_the_readers(provider: Partner) -> None:
    choices = dict(client_of(provider).get("/customers/new/").context["form"].fields["country"].choices)
    assert choices["FR"] == country_name("FR")
