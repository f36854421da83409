"""*Account settings*: what each role sees of the company, the profiles' forms, and the global MPN ID."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.organisations.models import Tenant
from foundation.users.models import User
from foundation.versions import Stale
from relationships.account_settings.services import add_global_mpn_id
from relationships.partners.models import Partner, PartnerLocation
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile
from relationships.profiles.services import change_profile
from tests.factories import TenantFactory
from tests.relationships.at_once import at_once
from tests.relationships.factories import DIRECT, NOW, PROVIDER, actor_of, make_partner, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]

LEGAL = {
    "version": "0",
    "address_line1": "Hauptstraße 1",
    "address_line2": "",
    "city": "Berlin",
    "postal_code": "10115",
    "contact_first_name": "Kim",
    "contact_last_name": "Okafor",
    "contact_address": "kim@northlight.example",
    "contact_phone": "+49 30 901820",
    "registration_number": "HRB 12345",
}
BILLING = {
    **{name: value for name, value in LEGAL.items() if name != "registration_number"},
    "company_name": "Northlight Distribution GmbH",
    "purchase_order_number": "4500017",
    "tax_id": "DE123456789",
}
SUPPORT = {
    "version": "0",
    "email": "help@northlight.example",
    "telephone": "+49 30 901821",
    "website": "northlight.example/help",
}
SECTIONS = {
    "programmes": 'id="programmes"',
    "mpn ids": 'id="mpn-ids"',
    "region": 'id="region"',
    "agreements": 'id="agreements"',
    "legal": 'id="legal_profile"',
    "billing": 'id="billing_profile"',
    "support": 'id="support_profile"',
    "organisation": 'id="organisation"',
}


def page(client: Client) -> str:
    """Return the page."""
    answer = client.get(reverse("account_settings"))
    assert answer.status_code == 200
    return answer.content.decode()


def sections(client: Client) -> set[str]:
    """Return which sections somebody sees."""
    shown = page(client)
    return {name for name, mark in SECTIONS.items() if mark in shown}


@pytest.mark.parametrize(
    ("role", "hidden", "edits"),
    [
        ("global_admin", set(), {"legal_profile", "billing_profile", "support_profile", "global_mpn_id"}),
        ("account_admin", set(), {"legal_profile", "billing_profile", "support_profile", "global_mpn_id"}),
        ("user_admin", {"agreements"}, set()),
        ("billing_admin", set(SECTIONS) - {"region", "billing"}, {"billing_profile"}),
    ],
)
def test_each_role_sees_and_changes_its_part(
    as_user: AsUser, provider: Partner, role: str, hidden: set[str], edits: set[str]
) -> None:
    client = as_user(user_of(provider, role))
    shown = page(client)
    assert sections(client) == set(SECTIONS) - hidden
    for name in ("legal_profile", "billing_profile", "support_profile", "global_mpn_id"):
        assert (f'href="{reverse(name)}"' in shown) == (name in edits), name
        assert client.get(reverse(name)).status_code == (200 if name in edits else 403), name


def test_other_roles_are_refused(as_user: AsUser, provider: Partner) -> None:
    for role in ("admin_agent", "sales_agent", "helpdesk_agent"):
        assert as_user(user_of(provider, role)).get(reverse("account_settings")).status_code == 403, role


def test_the_page_shows_region_currency_programmes_agreement_and_ids(as_user: AsUser) -> None:
    partner = make_partner("Directly Ltd", DIRECT)
    shown = page(as_user(user_of(partner)))
    for words in (
        "Directly Ltd",
        "Germany",
        "Europe",
        "EUR",
        "for another currency, open another tenant",
        "Direct-bill partner",
        "Active",
        partner.locations.get().mpn_id,
        "Transactions and incentives",
        "Robin Example",
        "also covers acting as reseller",
        "Nothing is on record yet.",
    ):
        assert words in shown, words


def test_the_line_about_direct_bill_is_only_for_direct_bill_partners(as_user: AsUser, provider: Partner) -> None:
    assert "also covers acting as reseller" not in page(as_user(user_of(provider)))


def test_the_organisation_lists_its_accounts_and_nobody_elses(
    as_user: AsUser, provider: Partner, stranger: Partner
) -> None:
    """Affiliates with what they are enrolled as; one that only buys is there too."""
    affiliate = make_partner("Northlight Resale", country="FR")
    Tenant.objects.filter(pk=affiliate.pk).update(organisation=provider.tenant.organisation)
    TenantFactory.create(organisation=provider.tenant.organisation, primary_domain="northlight-it.example")
    shown = page(as_user(user_of(provider)))
    organisation = shown[shown.index('id="organisation"') :]
    for words in (
        affiliate.tenant.primary_domain,
        "Indirect reseller",
        "France",
        "northlight-it.example",
        "Not enrolled in a programme",
        "This account",
        "Nothing is sold inside an organisation",
    ):
        assert words in organisation, words
    assert stranger.tenant.primary_domain not in shown


def test_a_legal_profile_is_written_with_values_before_and_after(as_user: AsUser, provider: Partner) -> None:
    user = user_of(provider, "account_admin")
    client = as_user(user)
    assert client.post(reverse("legal_profile"), LEGAL).status_code == 302
    profile = LegalProfile.objects.get(partner=provider)
    assert (profile.city, profile.registration_number, profile.version) == ("Berlin", "HRB12345", 1)
    assert "Hauptstraße 1" in page(client)
    changed = {**LEGAL, "version": "1", "city": "Potsdam", "postal_code": "14467"}
    assert client.post(reverse("legal_profile"), changed).status_code == 302
    event = AuditEvent.objects.get(verb="legal_profile.changed", data__after__city="Potsdam")
    assert event.actor_id == user.pk
    assert event.data["before"] == {"city": "Berlin", "postal_code": "10115"}
    assert event.data["after"] == {"city": "Potsdam", "postal_code": "14467"}


def test_a_billing_admin_keeps_the_billing_profile(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider, "billing_admin"))
    assert client.post(reverse("billing_profile"), BILLING).status_code == 302
    assert BillingProfile.objects.get(partner=provider).tax_id == "DE123456789"
    assert client.post(reverse("legal_profile"), LEGAL).status_code == 403
    assert "Northlight Distribution GmbH" in page(client)


def test_the_support_profile_is_shown_as_customers_see_it(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    assert client.post(reverse("support_profile"), SUPPORT).status_code == 302
    shown = page(client)
    assert 'href="mailto:help@northlight.example"' in shown
    assert 'href="https://northlight.example/help"' in shown


@pytest.mark.parametrize(
    ("name", "values", "field", "says"),
    [
        ("legal_profile", {**LEGAL, "postal_code": "1011"}, "postal_code", "Enter a postal code like"),
        ("legal_profile", {**LEGAL, "city": ""}, "city", "Enter the city."),
        ("legal_profile", {**LEGAL, "contact_address": "kim@gmail.com"}, "contact_address", "free mail service"),
        ("legal_profile", {**LEGAL, "contact_phone": "call me"}, "contact_phone", "Enter a phone number"),
        ("legal_profile", {**LEGAL, "registration_number": "?"}, "registration_number", "registration number"),
        ("billing_profile", {**BILLING, "company_name": ""}, "company_name", "required"),
        ("support_profile", {"version": "0"}, "email", "customers need one of them"),
        ("support_profile", {**SUPPORT, "website": "java script"}, "website", "valid URL"),
    ],
)
def test_bad_input_stands_beside_its_field_and_nothing_typed_is_lost(
    as_user: AsUser, provider: Partner, name: str, values: dict[str, str], field: str, says: str
) -> None:
    answer = as_user(user_of(provider)).post(reverse(name), values)
    assert answer.status_code == 400
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert says in " ".join(form.errors[field])
    shown = answer.content.decode()
    assert all(value in shown for key, value in values.items() if value and key != "version")
    assert not AuditEvent.objects.filter(verb__endswith="_profile.changed").exists()


def test_what_somebody_else_has_stored_meanwhile_stands_beside_what_was_typed(
    as_user: AsUser, provider: Partner
) -> None:
    client = as_user(user_of(provider))
    client.post(reverse("support_profile"), SUPPORT)
    client.post(reverse("support_profile"), {**SUPPORT, "version": "1", "telephone": "+49 30 555555"})
    mine = {**SUPPORT, "version": "1", "telephone": "+49 30 777777"}
    answer = client.post(reverse("support_profile"), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "+49 30 555555" in shown
    assert "+49 30 777777" in shown
    assert answer.context["version"] == 2
    assert client.post(reverse("support_profile"), {**mine, "version": "2"}).status_code == 302
    assert SupportProfile.objects.get(partner=provider).telephone == "+49 30 777777"


def test_the_same_values_from_two_tabs_do_not_collide(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    assert [client.post(reverse("support_profile"), SUPPORT).status_code for _tab in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(verb="support_profile.changed").count() == 1


def test_mpn_global_once_a_company_names_one_global_id(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider, "account_admin"))
    assert client.post(reverse("global_mpn_id"), {"mpn_id": "7000001"}).status_code == 302
    added = PartnerLocation.objects.get(partner=provider, kind=PartnerLocation.Kind.GLOBAL)
    assert (added.mpn_id, added.country) == ("7000001", provider.tenant.country)
    assert AuditEvent.objects.get(verb="mpn_id.added").subject_id == str(added.pk)
    shown = page(client)
    assert "7000001" in shown
    assert f'href="{reverse("global_mpn_id")}"' not in shown
    answer = client.post(reverse("global_mpn_id"), {"mpn_id": "7000002"})
    assert (answer.status_code, answer.context["form"].refusals[0].code) == (409, "mpn-global-once")


def test_a_global_id_that_is_no_number_or_in_use_is_refused(as_user: AsUser, provider: Partner) -> None:
    """The number of another company's, and one's own location ID, are in use."""
    client = as_user(user_of(provider))
    other = make_partner("Other Resale")
    for typed, code in (
        ("12a45", "partner-mpn-id"),
        ("1234", "partner-mpn-id"),
        (other.locations.get().mpn_id, "partner-global-mpn-id-free"),
        (provider.locations.get().mpn_id, "partner-global-mpn-id-free"),
    ):
        answer = client.post(reverse("global_mpn_id"), {"mpn_id": typed})
        assert (answer.status_code, answer.context["form"].refusals[0].code) == (409, code), typed
        assert f'value="{typed}"' in answer.content.decode()
    assert client.post(reverse("global_mpn_id"), {"mpn_id": ""}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_ten_companies_naming_the_same_global_id_at_once_give_it_to_one() -> None:
    people = [actor_of(make_partner(f"Company {number}", PROVIDER)) for number in range(10)]

    def add(number: int) -> str:
        add_global_mpn_id(actor=people[number], now=NOW, mpn_id="7000001")
        return "added"

    assert at_once(10, add) == Counter({"added": 1, "partner-global-mpn-id-free": 9})


@pytest.mark.django_db(transaction=True)
def test_ten_first_changes_of_one_profile_at_once_keep_one() -> None:
    """The others are told that somebody was quicker."""
    partner = make_partner("Northlight", PROVIDER)
    people = [actor_of(partner) for _ in range(10)]

    def change(number: int) -> str:
        values = {"email": f"help{number}@northlight.example"}
        try:
            change_profile(
                actor=people[number],
                now=NOW + timedelta(seconds=number),
                profile=SupportProfile,
                version=0,
                values=values,
            )
        except Stale:
            return "stale"
        return "changed"

    assert at_once(10, change) == Counter({"changed": 1, "stale": 9})
