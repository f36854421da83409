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

from foundation.audit.models import AuditEvent
from foundation.mail.delivery import hand_over
from foundation.mail.links import make_link
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import portal
from foundation.organisations.models import Tenant
from foundation.rules import Refused
from foundation.users.models import User
from relationships.enrolment import limits
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.services import decide_enrolment
from relationships.partners import services
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import close_partner, enrol_partner
from relationships.requests.links import token_of, url_of
from relationships.requests.models import PartnershipRequest
from tests.factories import UserFactory
from tests.relationships.factories import NOW, PROVIDER, make_partner, make_request, market, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "empty_cache", "markets")]
AsUser = Callable[[User], Client]
FORM = {
    "company": "Brightpath IT GmbH",
    "country": "FR",
    "mpn_id": "7654321",
    "first_name": "Inès",
    "last_name": "Laurent",
    "address": "ines@brightpath.example",
}


@pytest.fixture
def markets(db: None) -> None:
    """Three countries in two regions."""
    for code in ("DE", "FR", "US"):
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
    known = UserFactory.create(username="me@known.example", email="inbox@known.example")
    for number, address in enumerate(("ME@known.example", "inbox@KNOWN.example")):
        answer = apply(client, address=address, mpn_id=f"765432{number + 2}")
        assert (answer.status_code, answer["Location"]) == (unknown.status_code, unknown["Location"])
    assert Partner.objects.count() == 1
    mails = OutgoingMail.objects.filter(kind="enrolment-known-address")
    assert [mail.to_address for mail in mails] == [known.email, known.email]


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
    decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=True)
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
    decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=True)
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
    decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=True)
    mail = OutgoingMail.objects.get(kind="enrolment-approved")
    assert mail.link_kind == ""
    assert "{link}" not in mail.text
    assert reverse("account_login") in mail.text


def test_a_token_that_is_none_is_no_obstacle(client: Client) -> None:
    assert apply(client, request="x").status_code == 302
    assert EnrolmentApplication.objects.get().request is None


def test_r11_approval_makes_the_company_a_reseller(client: Client) -> None:
    apply(client)
    enrolment = decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=True)
    assert (enrolment.state, enrolment.decided_at) == ("active", NOW)
    assert AuditEvent.objects.filter(verb="enrolment.approved").exists()


def test_a_rejection_says_why(client: Client) -> None:
    apply(client)
    with pytest.raises(ValueError, match="says why"):
        decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=False)
    enrolment = decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=False, reason="No such company")
    assert (enrolment.state, enrolment.reason) == ("rejected", "No such company")
    assert "No such company" in OutgoingMail.objects.get(kind="enrolment-rejected").text


def reject(client: Client, **changes: Any) -> Partner:
    """Apply, be rejected, and return the partner."""
    apply(client, **changes)
    return decide_enrolment(
        actor=portal(), now=NOW, enrolment=pending(), approve=False, reason="Not your company"
    ).partner


def test_a_rejected_application_frees_mpn_id_and_domain_for_their_owner(client: Client) -> None:
    squatter = reject(client, address="squatter@brightpath.example")
    tenant = Tenant.objects.get(pk=squatter.pk)
    assert (tenant.primary_domain, tenant.deactivated_at) == (f"closed-{tenant.pk}.invalid", NOW)
    closed = AuditEvent.objects.get(verb="partner.closed")
    assert closed.data == {"domain": "brightpath.example", "mpn_ids": ["7654321"]}
    assert apply(client).status_code == 302
    owner = pending().partner
    assert (owner.tenant.primary_domain, owner.locations.get().mpn_id) == ("brightpath.example", "7654321")
    assert reverse("enrol") in OutgoingMail.objects.get(kind="enrolment-rejected").text


@pytest.mark.parametrize("signed_in_before", [False, True])
def test_who_was_rejected_applies_again_with_the_same_address(client: Client, signed_in_before: bool) -> None:
    """A stranger's application in somebody's name does not shut that person out, either."""
    rejected = reject(client)
    user = User.objects.get()
    if signed_in_before:
        user.set_password("correct horse battery")
        user.save()
    assert apply(client, address="INES@brightpath.example").status_code == 302
    again = pending()
    assert again.partner != rejected
    assert EnrolmentApplication.objects.get(enrolment=again).applicant == user
    apply(client, mpn_id="7654322")
    assert OutgoingMail.objects.filter(kind="enrolment-known-address").count() == 1
    assert Partner.objects.count() == 2


def test_a_rejected_application_leaves_a_company_in_another_programme_as_it_is(client: Client) -> None:
    apply(client)
    partner = pending().partner
    enrol_partner(actor=portal(), now=NOW, partner=partner, programme=PROVIDER)
    decide_enrolment(actor=portal(), now=NOW, enrolment=pending(), approve=False, reason="Not as a reseller")
    partner.tenant.refresh_from_db()
    assert (partner.tenant.primary_domain, partner.tenant.deactivated_at) == ("brightpath.example", None)
    assert partner.locations.exists()
    assert reverse("enrol") not in OutgoingMail.objects.get(kind="enrolment-rejected").text


def test_enrolment_account_open_a_closed_account_is_not_enrolled_again(client: Client) -> None:
    partner = reject(client)
    with pytest.raises(Refused) as caught:
        enrol_partner(actor=portal(), now=NOW, partner=partner, programme=PROVIDER)
    assert [each.code for each in caught.value.refusals] == ["enrolment-account-open"]


def test_who_is_enrolled_is_not_closed(reseller: Partner) -> None:
    with pytest.raises(ValueError, match="is enrolled"):
        close_partner(actor=portal(), now=NOW, partner=reseller)


def test_closing_twice_is_closing_once(client: Client) -> None:
    close_partner(actor=portal(), now=NOW, partner=reject(client))
    assert AuditEvent.objects.filter(verb="partner.closed").count() == 1


@pytest.mark.parametrize("address", ["me@brightpathitgmbh.onmicrosoft.com", "me@gmail.com"])
def test_nobody_gets_the_plain_name_of_a_company_by_applying(client: Client, address: str) -> None:
    apply(client, address=address)
    assert re.fullmatch(r"brightpathitgmbh-[0-9a-f]{8}\.onmicrosoft\.com", pending().partner.tenant.primary_domain)


def test_an_address_taken_in_this_very_moment_is_said_in_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who makes the account otherwise than by applying; nothing is left behind."""

    def too_late(**particulars: str) -> User:
        UserFactory.create(username="ines@brightpath.example")
        return User.objects.create(username="ines@brightpath.example")

    monkeypatch.setattr(services, "create_user", too_late)
    answer = apply(client)
    assert answer.status_code == 400
    assert "could not be used just now" in text(answer)
    assert "Laurent" in text(answer)
    assert not Partner.objects.exists()


def test_enrolment_pending_is_decided_once(client: Client) -> None:
    apply(client)
    enrolment = pending()
    decide_enrolment(actor=portal(), now=NOW, enrolment=enrolment, approve=True)
    with pytest.raises(Refused) as caught:
        decide_enrolment(actor=portal(), now=NOW, enrolment=enrolment, approve=False, reason="Too late")
    assert [each.code for each in caught.value.refusals] == ["enrolment-pending"]


def test_without_an_application_the_global_admins_are_told(db: None) -> None:
    partner = make_partner("Waiting", state="pending")
    admin = user_of(partner)
    decide_enrolment(actor=portal(), now=NOW, enrolment=partner.enrolments.get(), approve=True)
    assert OutgoingMail.objects.get(kind="enrolment-approved").to_address == admin.email


def test_the_page_says_where_the_enrolment_stands(as_user: AsUser) -> None:
    waiting = make_partner("Waiting", state="pending")
    page = text(as_user(user_of(waiting)).get(reverse("enrolment")))
    assert "is being looked at" in page
    rejected = make_partner("Rejected", state="rejected")
    Enrolment.objects.filter(partner=rejected).update(reason="No such company")
    assert "No such company" in text(as_user(user_of(rejected)).get(reverse("enrolment")))


def test_an_enrolled_company_has_no_such_page(as_user: AsUser, reseller: Partner) -> None:
    assert as_user(user_of(reseller)).get(reverse("enrolment")).status_code == 404
