"""The company's own *Enrolment* page, applying for one programme more, second accounts, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode

from foundation.organisations.actor import portal
from foundation.organisations.models import Membership
from foundation.users.models import User
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import suspend_partner
from relationships.profiles.models import LegalProfile
from relationships.requests.links import path_of, token_of
from relationships.requests.models import PartnershipRequest
from tests.factories import UserFactory
from tests.relationships.factories import DIRECT, NOW, PROVIDER, RESELLER, make_partner, make_request, market, user_of
from tests.relationships.test_enrolment import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "empty_cache", "markets")]
AsUser = Callable[[User], Client]
NOTHING = {"registration_number": "", "phone": ""}


@pytest.fixture
def markets(db: None) -> None:
    """Three countries in two regions."""
    for code in ("DE", "FR", "US"):
        market(code)


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def apply_url(programme: str = RESELLER) -> str:
    """Return where one applies for a programme."""
    return f"{reverse('enrolment_apply')}?programme={programme}"


@pytest.mark.parametrize(
    ("state", "signed", "says"),
    [
        ("pending", False, "is being looked at"),
        ("rejected", False, "Choose Fix now"),
        ("qualified", False, "One step is left"),
        ("active", True, "Your company is enrolled"),
    ],
)
def test_the_page_says_where_the_enrolment_stands_and_what_to_do(
    as_user: AsUser, state: str, signed: bool, says: str
) -> None:
    partner = make_partner("Stands", state=state, signed=signed)
    Enrolment.objects.filter(partner=partner).update(reason="No such company")
    page = text(as_user(user_of(partner)).get(reverse("enrolment")))
    assert says in page
    assert ("No such company" in page) == (state == "rejected")
    assert (reverse("agreement") + '"' in page.partition("<main")[2]) == (state == "qualified")


def test_r09_the_currency_is_the_countrys_and_another_one_needs_another_account(as_user: AsUser) -> None:
    partner = make_partner("In euros", country="FR")
    page = text(as_user(user_of(partner)).get(reverse("enrolment")))
    assert "<dd>EUR</dd>" in page
    assert "open another account (tenant)" in page
    assert f"{reverse('enrol')}?another=1" in page


def test_r32_is_shown_before_anybody_presses_and_leads_to_a_second_account(as_user: AsUser, reseller: Partner) -> None:
    client = as_user(user_of(reseller))
    page = text(client.get(reverse("enrolment")))
    assert 'aria-disabled="true"' in page
    assert "would overwrite that" in page
    second = f"{reverse('enrol')}?another=1&amp;programme=direct_bill"
    assert second in page
    asked = client.get(apply_url(DIRECT))
    assert "would overwrite that" in text(asked)
    assert second in text(asked)
    every = ["billing", "support", "integration", "managed_services"]
    answer = client.post(apply_url(DIRECT), {**NOTHING, "capabilities": every})
    assert answer.status_code == 409
    assert [each.code for each in answer.context["form"].refusals] == ["R32"]


def test_a_second_account_is_of_the_same_person_with_a_programme_of_its_own(as_user: AsUser, reseller: Partner) -> None:
    """What R32 tells people to do works; the person then acts for the new account."""
    admin = user_of(reseller)
    client = as_user(admin)
    every = ["billing", "support", "integration", "managed_services"]
    assert client.get(reverse("enrol"), {"another": "1", "programme": "direct_bill"}).status_code == 200
    form = {**FORM, "another": "1", "programme": "direct_bill", "capabilities": every}
    assert client.post(reverse("enrol"), form)["Location"] == reverse("enrolment")
    second = Partner.objects.get(name="Brightpath IT GmbH")
    assert Membership.objects.get(tenant=second.tenant).user == admin
    assert second.enrolments.get().programme == "direct_bill"
    assert second.name in text(client.get(reverse("enrolment")))
    assert User.objects.filter(username="ines@brightpath.example").count() == 0


def test_a_partner_applies_for_one_programme_more(as_user: AsUser, provider: Partner) -> None:
    """Only what is new is asked; the operator decides."""
    client = as_user(user_of(provider))
    page = client.get(apply_url())
    assert "mpn_id" not in page.context["form"].fields
    assert client.post(apply_url(), {**NOTHING, "phone": "+49 30 901820"})["Location"] == reverse("enrolment")
    enrolment = provider.enrolments.get(programme=RESELLER)
    assert enrolment.state == "pending"
    kept = EnrolmentApplication.objects.get(enrolment=enrolment)
    assert (kept.company, kept.mpn_id) == (provider.name, provider.locations.get().mpn_id)
    assert LegalProfile.objects.get(partner=provider).contact_phone == "+49 30 901820"


def test_a_profile_that_is_there_is_not_overwritten_by_another_application(as_user: AsUser, provider: Partner) -> None:
    LegalProfile.objects.create(partner=provider, contact_phone="+49 30 1111111", contact_address="legal@x.example")
    as_user(user_of(provider)).post(apply_url(), {**NOTHING, "phone": "+49 30 901820"})
    profile = LegalProfile.objects.get(partner=provider)
    assert (profile.contact_phone, profile.contact_address) == ("+49 30 1111111", "legal@x.example")


def test_bad_input_stays_and_is_said_beside_the_field(as_user: AsUser, provider: Partner) -> None:
    answer = as_user(user_of(provider)).post(apply_url(), {**NOTHING, "phone": "call me"})
    assert answer.status_code == 400
    assert 'value="call me"' in text(answer)


@pytest.mark.parametrize("programme", ["", "none"])
def test_a_programme_that_is_none_leads_to_the_choice(as_user: AsUser, provider: Partner, programme: str) -> None:
    assert as_user(user_of(provider)).get(apply_url(programme))["Location"] == reverse("enrolment")


def test_r70_a_suspended_partner_applies_for_nothing_new(as_user: AsUser, provider: Partner) -> None:
    suspend_partner(actor=portal(), now=NOW, partner=provider, reason="Unpaid")
    client = as_user(user_of(provider))
    assert "is suspended" in text(client.get(reverse("enrolment")))
    answer = client.post(apply_url(), NOTHING)
    assert answer.status_code == 409
    assert [each.code for each in answer.context["form"].refusals] == ["R70"]


def test_colleagues_look_global_and_account_admins_apply(as_user: AsUser, provider: Partner) -> None:
    for role, may in (("account_admin", True), ("sales_agent", False), ("helpdesk_agent", False)):
        client = as_user(user_of(provider, role))
        page = client.get(reverse("enrolment"))
        assert page.status_code == 200
        assert (apply_url() in text(page)) == may
        assert client.get(apply_url()).status_code == (200 if may else 403)
        assert client.post(apply_url("none"), NOTHING).status_code == (302 if may else 403)


def test_nobody_sees_another_companys_enrolments(as_user: AsUser, provider: Partner) -> None:
    other = make_partner("Rejected elsewhere", state="rejected", signed=False)
    Enrolment.objects.filter(partner=other).update(reason="Secret reason")
    assert "Secret reason" not in text(as_user(user_of(provider)).get(reverse("enrolment")))


def test_the_page_asks_the_database_little(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("enrolment"))
    assert len(asked) <= 12


def test_who_is_signed_in_without_a_company_enrols_it_and_is_its_global_admin(
    as_user: AsUser, provider: Partner
) -> None:
    """Also by the link of a request, to which the approval leads back."""
    person = UserFactory.create(username="paul@brightpath.example", email_verified_at=NOW)
    request = make_request(provider, recipient_address=person.email)
    client = as_user(person)
    stranger = text(client.get(path_of(request)))
    assert f"{reverse('enrol')}?request={token_of(request)}" in stranger
    page = client.get(reverse("enrol"), {"request": token_of(request)})
    assert "address" not in page.context["form"].fields
    answer = client.post(reverse("enrol"), {**FORM, "request": token_of(request)})
    assert answer["Location"] == reverse("enrolment")
    made = Partner.objects.get(name="Brightpath IT GmbH")
    assert made.tenant.primary_domain == "brightpath.example"
    assert Membership.objects.get(tenant=made.tenant).user == person
    assert EnrolmentApplication.objects.get().request == request


def test_a_partner_that_is_no_reseller_goes_on_to_its_own_page_with_the_request(
    as_user: AsUser, provider: Partner
) -> None:
    """From the public page; the approval then leads back to the link."""
    asked = make_partner("Distributor too", PROVIDER)
    request = make_request(provider, asked)
    client = as_user(user_of(asked))
    page = client.get(reverse("enrol"), {"request": token_of(request)}, follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("enrolment_apply"))
    assert provider.name in text(page)
    client.post(page.redirect_chain[0][0], {**NOTHING, "request": token_of(request)})
    application = EnrolmentApplication.objects.get()
    assert (application.request, application.enrolment.programme) == (request, RESELLER)
    assert PartnershipRequest.objects.get().state == "sent"


def test_the_second_account_that_the_link_page_offers_a_provider_keeps_the_request(
    as_user: AsUser, provider: Partner
) -> None:
    asked = make_partner("Distributor too", PROVIDER)
    request = make_request(provider, asked)
    client = as_user(user_of(asked))
    query = {"another": "1", "programme": "indirect_reseller", "request": token_of(request)}
    address = f"{reverse('enrol')}?{urlencode(query)}"
    assert escape(address) in text(client.get(path_of(request)))
    page = text(client.get(address))
    assert provider.name in page
    assert 'name="another" value="1"' in page
    client.post(reverse("enrol"), {**FORM, "another": "1", "request": token_of(request)})
    application = EnrolmentApplication.objects.get()
    assert application.request == request
    assert application.enrolment.partner != asked
