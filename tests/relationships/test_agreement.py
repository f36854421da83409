"""The partner agreement: signed once, for good, by a Global admin; and its page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from foundation.users.models import User
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.services import sign_agreement
from relationships.agreements.standing import standing_of
from relationships.agreements.texts import CURRENT, text_of
from relationships.partners.models import Enrolment, Partner
from tests.relationships.factories import DIRECT, NOW, RESELLER, actor_of, make_partner, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


@pytest.fixture
def unsigned(db: None) -> Partner:
    """A reseller without an agreement."""
    return make_partner("Unsigned Resale", signed=False)


def sign(partner: Partner, role: str = "global_admin", version: str = CURRENT.version) -> PartnerAgreement:
    """Sign the agreement."""
    return sign_agreement(actor=actor_of(partner, role), now=NOW, text_version=version, agreed=True)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def test_r22_one_agreement_per_region_signed_by_a_global_admin_holds_for_good(unsigned: Partner) -> None:
    with pytest.raises(Refused) as caught:
        sign(unsigned, "account_admin")
    assert codes(caught) == ["R22"]
    agreement = sign(unsigned)
    assert (agreement.region, agreement.text_version, agreement.signed_at) == (unsigned.region, CURRENT.version, NOW)
    agreement.signed_by.memberships.update(ended_at=NOW + timedelta(days=1))
    unsigned.name = "Renamed Resale"
    unsigned.save()
    assert standing_of(unsigned.pk).agreement_signed


def test_agreement_once_a_second_signature_is_refused(unsigned: Partner) -> None:
    sign(unsigned)
    with pytest.raises(Refused) as caught:
        sign(unsigned)
    assert codes(caught) == ["agreement-once"]
    assert AuditEvent.objects.filter(verb="partner_agreement.signed").count() == 1


def test_agreement_read_another_version_than_the_present_one_is_not_signed(unsigned: Partner) -> None:
    with pytest.raises(Refused) as caught:
        sign(unsigned, version="0.9")
    assert codes(caught) == ["agreement-read"]


def test_r23_an_agreement_signed_as_direct_bill_partner_covers_acting_as_reseller() -> None:
    partner = make_partner("Was Direct", DIRECT, signed=False)
    sign(partner)
    Enrolment.objects.filter(partner=partner).update(programme=RESELLER)
    standing = standing_of(partner.pk)
    assert standing.is_reseller
    assert standing.agreement_signed


def test_every_version_that_was_signed_can_be_shown() -> None:
    assert text_of("1.0").template
    with pytest.raises(LookupError):
        text_of("0.1")


def test_the_page_shows_text_version_region_and_date_and_signs(as_user: AsUser, unsigned: Partner) -> None:
    client = as_user(user_of(unsigned))
    page = client.get(reverse("agreement")).content.decode()
    for shown in (CURRENT.version, "Europe", "16 Mar 2026", "Unsigned Resale"):
        assert shown in page
    answer = client.post(reverse("agreement_sign"), {"agreed": "on", "text_version": CURRENT.version})
    assert answer.status_code == 302
    page = client.get(reverse("agreement")).content.decode()
    assert "Signed by" in page


def test_signing_leads_back_to_where_it_was_offered_but_only_inside_the_portal(
    as_user: AsUser, unsigned: Partner
) -> None:
    form = {"agreed": "on", "text_version": CURRENT.version, "next": "/r/some-token/"}
    assert as_user(user_of(unsigned)).post(reverse("agreement_sign"), form)["Location"] == "/r/some-token/"
    other = make_partner("Other Resale", signed=False)
    answer = as_user(user_of(other)).post(reverse("agreement_sign"), {**form, "next": "https://evil.example/"})
    assert answer["Location"] == reverse("agreement")


def test_without_the_tick_nothing_is_signed(as_user: AsUser, unsigned: Partner) -> None:
    answer = as_user(user_of(unsigned)).post(reverse("agreement_sign"), {"text_version": CURRENT.version})
    assert answer.status_code == 400
    assert "Tick the box to sign" in answer.content.decode()
    assert not PartnerAgreement.objects.filter(partner=unsigned).exists()


def test_signing_what_is_signed_is_a_conflict(as_user: AsUser, reseller: Partner) -> None:
    answer = as_user(user_of(reseller)).post(
        reverse("agreement_sign"), {"agreed": "on", "text_version": CURRENT.version}
    )
    assert answer.status_code == 409
    assert "already" in answer.content.decode()


def test_a_colleague_with_fewer_rights_sees_it_but_cannot_sign(as_user: AsUser, unsigned: Partner) -> None:
    account_admin = as_user(user_of(unsigned, "account_admin"))
    page = account_admin.get(reverse("agreement"))
    assert page.status_code == 200
    assert "Only a Global admin of Unsigned Resale can sign" in page.content.decode()
    assert account_admin.post(reverse("agreement_sign"), {"agreed": "on"}).status_code == 403
    assert as_user(user_of(unsigned, "sales_agent")).get(reverse("agreement")).status_code == 403


def test_a_company_whose_enrolment_is_pending_has_no_agreement_page(as_user: AsUser) -> None:
    pending = make_partner("Pending Resale", state=Enrolment.State.PENDING, signed=False)
    assert as_user(user_of(pending)).get(reverse("agreement")).status_code == 404


def test_r22_r23_the_page_says_what_one_signature_covers(as_user: AsUser, unsigned: Partner) -> None:
    """Before it is signed and after: region, version, who and when; that it is for good; direct bill and reseller."""
    client = as_user(user_of(unsigned))
    covers = ("One MPA per CSP region suffices", "also covers acting as reseller")
    before = client.get(reverse("agreement")).content.decode()
    assert all(words in before for words in (*covers, "Europe", CURRENT.version, "Sign the agreement"))
    sign(unsigned)
    after = client.get(reverse("agreement")).content.decode()
    assert all(words in after for words in (*covers, "Europe", CURRENT.version, "16 Mar 2026", "It holds for good"))
