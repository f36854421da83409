"""Enrolling: the public form, that it tells nobody who has an account, the decision, and where one stands."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import get_connection
from django.test import Client
from django.urls import reverse

from foundation.mail.delivery import hand_over
from foundation.mail.links import make_link
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import portal
from foundation.rules import Refused
from foundation.users.models import User
from relationships.enrolment import limits, services
from relationships.enrolment.decisions import decide_enrolment
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.services import Contact, Details
from relationships.partners import services as partners
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import Particulars
from relationships.profiles.models import LegalProfile
from relationships.requests.links import token_of, url_of
from relationships.requests.models import PartnershipRequest
from tests.factories import UserFactory
from tests.relationships.factories import NOW, make_partner, make_request, market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "empty_cache", "markets")]
AsUser = Callable[[User], Client]
FORM = {
    "programme": "indirect_reseller",
    "company": "Brightpath IT GmbH",
    "country": "FR",
    "mpn_id": "7654321",
    "mpn_country": "FR",
    "first_name": "Inès",
    "last_name": "Laurent",
    "address": "ines@brightpath.example",
}


def approve() -> None:
    """Let the contact have followed the link, and approve the enrolment that waits."""
    User.objects.update(email_verified_at=NOW)
    decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=True)


@pytest.fixture
def markets(db: None) -> None:
    """Four countries in two regions; in one of them the registration number is mandatory."""
    for code in ("DE", "FR", "US", "PL"):
        market(code)


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def apply(client: Client, **changes: Any) -> Any:
    """Send the form."""
    return client.post(reverse("enrol"), {**FORM, **changes})


def pending() -> Enrolment:
    """Return the enrolment that waits."""
    return Enrolment.objects.get(state="pending")


def test_applying_makes_a_pending_reseller_and_mails_a_link_to_set_a_password(client: Client) -> None:
    answer = apply(client)
    assert answer["Location"] == reverse("enrol_sent")
    enrolment = pending()
    assert (enrolment.programme, enrolment.partner.name) == ("indirect_reseller", "Brightpath IT GmbH")
    assert enrolment.partner.locations.get().mpn_id == "7654321"
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address, mail.link_kind) == (
        "enrolment-received",
        "ines@brightpath.example",
        "set-password",
    )
    assert "What happens next" in text(client.get(reverse("enrol_sent")))


def test_the_form_offers_every_country_of_every_region(client: Client) -> None:
    """A company that is not enrolled yet has no region of its own."""
    page = text(client.get(reverse("enrol")))
    for name in ("France", "Germany", "United States"):
        assert name in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"company": ""}, "This field is required"),
        ({"country": "RU"}, "Select a valid choice"),
        ({"mpn_id": "12x"}, "five to ten digits"),
        ({"address": "nobody"}, "valid email address"),
        ({"address": "ines@gmail.com"}, "free mail service"),
        ({"global_mpn_id": "12"}, "five to ten digits"),
        ({"programme": "none"}, "Select a valid choice"),
        ({"country": "PL", "mpn_country": "PL"}, "mandatory in Poland"),
        ({"country": "PL", "mpn_country": "PL", "registration_number": "1"}, "This is no TIN of Poland"),
        ({"phone": "call me"}, "phone number with its digits"),
    ],
)
def test_bad_input_keeps_what_was_typed(client: Client, change: dict[str, str], says: str) -> None:
    answer = apply(client, **change)
    assert answer.status_code == 400
    assert says in text(answer)
    assert "Laurent" in text(answer)
    assert not Partner.objects.exists()


def test_an_mpn_id_in_use_is_a_conflict(client: Client) -> None:
    taken = make_partner("Somebody").locations.get().mpn_id
    answer = apply(client, mpn_id=taken)
    assert answer.status_code == 409
    assert "is in use already" in text(answer)


def test_an_address_with_an_account_gets_the_same_answer_and_a_mail_that_says_so(client: Client) -> None:
    unknown = apply(client)
    known = UserFactory.create(username="me@known.example", email="inbox@known.example", email_verified_at=NOW)
    for number, address in enumerate(("ME@known.example", "inbox@KNOWN.example")):
        answer = apply(client, address=address, mpn_id=f"765432{number + 2}")
        assert (answer.status_code, answer["Location"]) == (unknown.status_code, unknown["Location"])
    assert Partner.objects.count() == 1
    mails = OutgoingMail.objects.filter(kind="enrolment-known-address")
    assert [mail.to_address for mail in mails] == [known.email, known.email]


def test_an_address_that_somebody_else_has_written_into_a_profile_can_still_apply(client: Client) -> None:
    """Nobody keeps a company out by claiming its address without reading its mail."""
    UserFactory.create(username="thief@else.example", email="ines@brightpath.example")
    apply(client)
    assert pending().partner.name == "Brightpath IT GmbH"
    assert OutgoingMail.objects.get().kind == "enrolment-received"


def test_a_known_address_with_a_bad_mpn_id_is_told_apart_by_nothing(client: Client) -> None:
    """The company's data are checked first, whoever applies."""
    taken = make_partner("Somebody").locations.get().mpn_id
    UserFactory.create(username="me@known.example")
    answers = [apply(client, mpn_id=taken, address=each) for each in ("me@known.example", "new@else.example")]
    assert [answer.status_code for answer in answers] == [409, 409]


def test_applications_are_limited_by_address(client: Client) -> None:
    for number in range(limits.PER_ADDRESS):
        assert apply(client, mpn_id=f"123456{number}").status_code == 302
    answer = apply(client, mpn_id="1234569")
    assert answer.status_code == 429
    assert "Laurent" in text(answer)
    assert apply(client, mpn_id="1234568", address="another@else.example").status_code == 302


def test_applications_are_limited_by_visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_VISITOR", 2)
    for number in range(2):
        assert apply(client, mpn_id=f"123456{number}", address=f"a{number}@else.example").status_code == 302
    assert apply(client, mpn_id="1234569", address="a9@else.example").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert apply(elsewhere, mpn_id="1234569", address="a9@else.example").status_code == 302


def test_who_comes_by_a_link_is_led_back_to_it_by_the_approval(client: Client, provider: Partner) -> None:
    request = make_request(provider, recipient_address="ines@brightpath.example")
    token = token_of(request)
    page = text(client.get(reverse("enrol"), {"request": token}))
    assert provider.name in page
    assert f'name="request" value="{token}"' in page
    apply(client, request=token)
    assert EnrolmentApplication.objects.get().request == request
    approve()
    mail = OutgoingMail.objects.get(kind="enrolment-approved")
    assert "{link}" in mail.text
    assert provider.name in mail.text
    assert make_link(mail.link_kind, mail.link_args) == url_of(request)


@pytest.mark.parametrize(
    "change",
    [{"state": "withdrawn", "closed_at": NOW}, {"expires_at": NOW}, {"link_version": 2}],
)
def test_an_approval_leaves_although_the_request_has_closed_meanwhile(
    client: Client, provider: Partner, change: dict[str, Any]
) -> None:
    """It then leads to the sign-in page."""
    request = make_request(provider)
    apply(client, request=token_of(request))
    approve()
    PartnershipRequest.objects.filter(pk=request.pk).update(**change)
    mail = OutgoingMail.objects.get(kind="enrolment-approved")
    assert hand_over(mail, get_connection()) is None
    sent = django_mail.outbox[-1]
    assert f"{settings.BASE_URL}{reverse('account_login')}" in str(sent.body)
    assert token_of(request) not in str(sent.body)


def test_an_approval_after_the_request_has_closed_has_no_dead_link(client: Client, provider: Partner) -> None:
    request = make_request(provider)
    apply(client, request=token_of(request))
    PartnershipRequest.objects.filter(pk=request.pk).update(expires_at=NOW)
    approve()
    mail = OutgoingMail.objects.get(kind="enrolment-approved")
    assert mail.link_kind == ""
    assert "{link}" not in mail.text
    assert reverse("account_login") in mail.text


def test_a_token_that_is_none_is_no_obstacle(client: Client) -> None:
    assert apply(client, request="x").status_code == 302
    assert EnrolmentApplication.objects.get().request is None


def test_nobody_gets_the_plain_name_of_a_company_by_applying(client: Client) -> None:
    apply(client, address="me@brightpathitgmbh.onmicrosoft.com")
    assert re.fullmatch(r"brightpathitgmbh-[0-9a-f]{8}\.onmicrosoft\.com", pending().partner.tenant.primary_domain)


def test_an_address_taken_in_this_very_moment_is_said_in_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who makes the account otherwise than by applying; nothing is left behind."""

    def too_late(**particulars: str) -> User:
        UserFactory.create(username="ines@brightpath.example")
        return User.objects.create(username="ines@brightpath.example")

    monkeypatch.setattr(partners, "create_user", too_late)
    answer = apply(client)
    assert answer.status_code == 400
    assert "could not be used just now" in text(answer)
    assert "Laurent" in text(answer)
    assert not Partner.objects.exists()


@pytest.mark.parametrize("programme", ["indirect_reseller", "indirect_provider"])
def test_each_programme_can_be_chosen_and_the_address_preselects(client: Client, programme: str) -> None:
    page = client.get(reverse("enrol"), {"programme": programme})
    assert page.context["form"]["programme"].value() == programme
    apply(client, programme=programme)
    assert pending().programme == programme


def test_what_was_entered_is_kept_for_the_operator_and_in_the_legal_profile(client: Client) -> None:
    entered = {
        "country": "PL",
        "mpn_country": "PL",
        "global_mpn_id": "5550000",
        "registration_number": "526 030 07 24",
        "phone": "+48 22 123 45 67",
    }
    assert apply(client, **entered).status_code == 302
    kept = EnrolmentApplication.objects.get()
    assert (kept.company, kept.country, kept.mpn_id) == ("Brightpath IT GmbH", "PL", "7654321")
    assert (kept.global_mpn_id, kept.registration_number, kept.phone) == ("5550000", "5260300724", "+48 22 123 45 67")
    profile = LegalProfile.objects.get()
    assert (profile.registration_number, profile.contact_phone) == (kept.registration_number, kept.phone)
    assert (profile.contact_first_name, profile.contact_last_name) == ("Inès", "Laurent")
    assert profile.contact_address == "ines@brightpath.example"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"mpn_country": "DE"}, "R6"), ({"global_mpn_id": "7654321"}, "R7")],
)
def test_what_a_rule_refuses_is_said_with_the_remedy_and_nothing_is_lost(
    client: Client, change: dict[str, str], code: str
) -> None:
    answer = apply(client, **change)
    assert answer.status_code == 409
    assert [each.code for each in answer.context["form"].refusals] == [code]
    assert "Laurent" in text(answer)
    assert not Partner.objects.exists()


def test_enrolment_work_address_a_free_mail_service_is_refused_by_the_service_too() -> None:
    assert refused_by_service(address="ines@gmail.com") == ["enrolment-work-address"]


def test_enrolment_registration_is_asked_where_the_country_wants_it_by_the_service_too() -> None:
    assert refused_by_service(country="PL") == ["enrolment-registration"]
    assert refused_by_service(country="PL", number="5260300724") == ["enrolment-registration"]
    assert refused_by_service(country="DE", number="!") == ["enrolment-registration"]
    assert refused_by_service(country="PL", number="5260300724", phone="+48 22 123 45 67") == []


def test_enrolment_capabilities_all_four_are_declared_by_a_direct_bill_partner(client: Client) -> None:
    """Source 003; what is missing is named. Nobody else is asked."""
    assert "Managed services" not in text(client.get(reverse("enrol")))
    assert "Managed services" in text(client.get(reverse("enrol"), {"programme": "direct_bill"}))
    some = ["billing", "support"]
    answer = apply(client, programme="direct_bill", capabilities=some)
    assert answer.status_code == 409
    assert [each.code for each in answer.context["form"].refusals] == ["enrolment-capabilities"]
    assert "Integration by API, Managed services" in text(answer)
    every = [*some, "integration", "managed_services"]
    assert apply(client, programme="direct_bill", capabilities=every).status_code == 302
    assert EnrolmentApplication.objects.get().capabilities == every


def test_the_fields_are_drawn_anew_for_another_country_and_nothing_is_checked(client: Client) -> None:
    """With and without scripts; what was typed stays."""
    answer = apply(client, country="PL", mpn_id="x", update="1")
    assert answer.status_code == 200
    assert "Company registration number (TIN)" in text(answer)
    assert "five to ten digits" not in text(answer)
    assert "Laurent" in text(answer)
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"country": "PL", "registration_number": "1"}, "This is no TIN of Poland"),
        ({"country": "PL", "registration_number": "526-03-00-724"}, "number fits"),
        ({"country": "", "registration_number": "1"}, ""),
    ],
)
def test_the_registration_number_is_checked_while_it_is_typed(client: Client, query: dict[str, str], says: str) -> None:
    page = text(client.get(reverse("enrol_registration_check"), query))
    assert says in page
    assert says or "<span" not in page


def refused_by_service(
    *, address: str = "ines@brightpath.example", country: str = "DE", number: str = "", phone: str = ""
) -> list[str]:
    """Return which rules refuse this application."""
    try:
        services.apply(
            now=NOW,
            contact=Contact(address, "Inès", "Laurent"),
            particulars=Particulars("Brightpath IT GmbH", country, "7654321", country),
            details=Details("indirect_reseller", number, phone),
        )
    except Refused as refused:
        return [each.code for each in refused.refusals]
    return []
