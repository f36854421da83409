"""Where an enrolment can stand and how it gets there: pending, qualified, active, rejected with *Fix now*."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin import site as admin_site
from django.test import Client, RequestFactory
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import portal
from foundation.rules import Refused
from foundation.users.models import User
from relationships.agreements.services import sign_agreement
from relationships.agreements.standing import standing_of
from relationships.agreements.texts import CURRENT
from relationships.answers.services import accept_request
from relationships.enrolment.admin import EnrolmentAdmin, people_of
from relationships.enrolment.decisions import decide_enrolment
from relationships.enrolment.models import EnrolmentApplication
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import enrol_partner, release_partner, restore_partner
from relationships.profiles.models import LegalProfile
from relationships.requests.links import Followed
from tests.factories import UserFactory
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    make_partner,
    make_request,
    market,
    user_of,
)
from tests.relationships.test_enrolment import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "empty_cache", "markets")]
AsUser = Callable[[User], Client]
REASON = "The MPN ID belongs to another company"


@pytest.fixture
def markets(db: None) -> None:
    """Three countries in two regions."""
    for code in ("DE", "FR", "US"):
        market(code)


@pytest.fixture
def applied(client: Client) -> Partner:
    """A company that has applied by the public form; its contact has followed the link in the mail."""
    assert client.post(reverse("enrol"), FORM).status_code == 302
    User.objects.update(email_verified_at=NOW)
    return Partner.objects.get(name="Brightpath IT GmbH")


def decide(partner: Partner, *, approve: bool = True) -> Enrolment:
    """Decide the enrolment that waits."""
    waiting = partner.enrolments.get(state="pending")
    reason = "" if approve else REASON
    return decide_enrolment(actor=portal(), now=NOW, enrolment=waiting, approve=approve, reason=reason)


def applicant_of(partner: Partner) -> User:
    """Return who applied, able to sign in."""
    user = User.objects.get(memberships__tenant=partner.tenant)
    user.set_password("correct horse battery")
    user.save()
    return user


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return which rules refused."""
    return [each.code for each in caught.value.refusals]


def test_r11_approval_qualifies_the_company_which_may_then_accept_a_partnership(
    applied: Partner, provider: Partner
) -> None:
    enrolment = decide(applied)
    assert (enrolment.state, enrolment.decided_at, enrolment.activated_at) == ("qualified", NOW, None)
    assert standing_of(applied.pk).is_reseller
    followed = Followed(make_request(provider, applied), is_current=True)
    accept_request(actor=actor_of(applied), now=NOW, followed=followed, ticked=True)
    assert AuditEvent.objects.get(verb="enrolment.approved").data["state"] == "qualified"


def test_r21_signing_makes_what_is_qualified_active_and_the_company_can_transact(applied: Partner) -> None:
    decide(applied)
    sign_agreement(actor=actor_of(applied), now=NOW, text_version=CURRENT.version, agreed=True)
    enrolment = applied.enrolments.get()
    assert (enrolment.state, enrolment.activated_at) == ("active", NOW)
    assert AuditEvent.objects.filter(verb="enrolment.activated").count() == 1


def test_approval_of_who_has_signed_is_active_at_once() -> None:
    partner = make_partner("Signed before", DIRECT)
    user_of(partner)
    Enrolment.objects.create(partner=partner, programme=PROVIDER, state="pending", requested_at=NOW)
    enrolment = decide(partner)
    assert (enrolment.state, enrolment.activated_at) == ("active", NOW)
    assert reverse("agreement") not in OutgoingMail.objects.get(kind="enrolment-approved").text


def test_signing_leaves_what_waits_or_was_rejected_as_it_is() -> None:
    partner = make_partner("Waits too", PROVIDER, signed=False)
    for programme, state in ((RESELLER, "pending"),):
        Enrolment.objects.create(partner=partner, programme=programme, state=state, requested_at=NOW)
    sign_agreement(actor=actor_of(partner), now=NOW, text_version=CURRENT.version, agreed=True)
    assert dict(partner.enrolments.values_list("programme", "state")) == {PROVIDER: "active", RESELLER: "pending"}


def test_enrolment_contact_verified_nobody_is_approved_whose_address_may_be_anybodys(applied: Partner) -> None:
    """Rejecting needs no address."""
    User.objects.update(email_verified_at=None)
    with pytest.raises(Refused) as caught:
        decide(applied)
    assert codes(caught) == ["enrolment-contact-verified"]
    assert "ines@brightpath.example" in caught.value.refusals[0].text
    assert decide(applied, approve=False).state == "rejected"


def test_enrolment_pending_is_decided_once(applied: Partner) -> None:
    enrolment = decide(applied)
    with pytest.raises(Refused) as caught:
        decide_enrolment(actor=portal(), now=NOW, enrolment=enrolment, approve=False, reason="Too late")
    assert codes(caught) == ["enrolment-pending"]


def test_the_approval_says_that_the_agreement_is_left_to_sign(applied: Partner) -> None:
    decide(applied)
    mail = OutgoingMail.objects.get(kind="enrolment-approved")
    assert reverse("agreement") in mail.text
    assert Notification.objects.get().kind == "enrolment.approved"


def test_without_an_application_the_global_admins_are_told() -> None:
    partner = make_partner("Waiting", state="pending")
    admin = user_of(partner)
    decide(partner)
    assert OutgoingMail.objects.get(kind="enrolment-approved").to_address == admin.email


def test_a_rejection_says_why_and_leads_to_fix_now(applied: Partner) -> None:
    with pytest.raises(ValueError, match="says why"):
        decide_enrolment(actor=portal(), now=NOW, enrolment=applied.enrolments.get(), approve=False)
    enrolment = decide(applied, approve=False)
    assert (enrolment.state, enrolment.reason) == ("rejected", REASON)
    mail = OutgoingMail.objects.get(kind="enrolment-rejected").text
    assert REASON in mail
    assert reverse("enrolment") in mail
    assert Notification.objects.get().kind == "enrolment.rejected"


def test_a_rejected_application_frees_mpn_id_and_domain_for_their_owner(client: Client, applied: Partner) -> None:
    """The account stays open; the audit keeps what it held."""
    decide(applied, approve=False)
    applied.tenant.refresh_from_db()
    assert applied.tenant.primary_domain == f"rejected-{applied.pk}.invalid"
    assert applied.tenant.deactivated_at is None
    released = AuditEvent.objects.get(verb="partner.released")
    assert released.data == {"domain": "brightpath.example", "mpn_ids": ["7654321"]}
    assert client.post(reverse("enrol"), {**FORM, "address": "owner@brightpath.example"}).status_code == 302
    owner = Partner.objects.get(enrolments__state="pending")
    assert (owner.tenant.primary_domain, owner.locations.get().mpn_id) == ("brightpath.example", "7654321")


def test_a_rejected_application_leaves_a_company_in_another_programme_as_it_is(applied: Partner) -> None:
    enrol_partner(actor=portal(), now=NOW, partner=applied, programme=PROVIDER)
    decide(applied, approve=False)
    applied.tenant.refresh_from_db()
    assert applied.tenant.primary_domain == "brightpath.example"
    assert applied.locations.exists()


def test_who_was_rejected_sees_the_reason_and_fixes_it(as_user: AsUser, applied: Partner) -> None:
    """Prefilled; everything is checked and taken anew, and the operator looks again."""
    decide(applied, approve=False)
    client = as_user(applicant_of(applied))
    assert REASON in text(client.get(reverse("enrolment")))
    fix = f"{reverse('enrolment_apply')}?programme=indirect_reseller"
    assert fix in text(client.get(reverse("enrolment")))
    page = client.get(fix)
    assert [page.context["form"][name].value() for name in ("company", "mpn_id", "country")] == [
        "Brightpath IT GmbH",
        "7654321",
        "FR",
    ]
    taken = make_partner("Somebody").locations.get().mpn_id
    assert client.post(fix, {**FORM, "mpn_id": taken}).status_code == 409
    answer = client.post(fix, {**FORM, "company": "Brightpath IT SAS", "mpn_id": "7654399", "phone": "+33 1 23 45 67"})
    assert answer["Location"] == reverse("enrolment")
    applied.refresh_from_db()
    enrolment = applied.enrolments.get()
    assert (applied.name, enrolment.state, enrolment.decided_at, enrolment.reason) == (
        "Brightpath IT SAS",
        "pending",
        None,
        "",
    )
    assert (applied.locations.get().mpn_id, applied.tenant.primary_domain) == ("7654399", "brightpath.example")
    assert EnrolmentApplication.objects.get().mpn_id == "7654399"
    profile = LegalProfile.objects.get()
    assert (profile.contact_phone, profile.version) == ("+33 1 23 45 67", 2)
    assert decide(applied).state == "qualified"


def test_fixing_twice_is_refused_the_second_time(as_user: AsUser, applied: Partner) -> None:
    decide(applied, approve=False)
    client = as_user(applicant_of(applied))
    fix = f"{reverse('enrolment_apply')}?programme=indirect_reseller"
    assert client.post(fix, FORM).status_code == 302
    answer = client.post(fix, FORM)
    assert answer.status_code == 409
    assert [each.code for each in answer.context["form"].refusals] == ["enrolment-once"]


def test_fixing_does_not_take_the_domain_of_a_contact_address_that_nobody_has_verified(
    as_user: AsUser, applied: Partner
) -> None:
    """Anybody may write any address into the own profile; requests to that company's people would reach this one."""
    decide(applied, approve=False)
    User.objects.filter(pk=applicant_of(applied).pk).update(email="boss@victim.example", email_verified_at=None)
    client = as_user(applicant_of(applied))
    assert client.post(f"{reverse('enrolment_apply')}?programme=indirect_reseller", FORM).status_code == 302
    applied.tenant.refresh_from_db()
    assert applied.tenant.primary_domain.startswith("brightpathitgmbh-")


def test_an_applicant_who_has_left_the_company_hears_nothing_more_of_it(applied: Partner) -> None:
    """The Global admins are the contacts then, for the operator too."""
    left = applicant_of(applied)
    left.memberships.update(ended_at=NOW)
    admin = user_of(applied)
    queue = EnrolmentAdmin(Enrolment, admin_site).get_queryset(RequestFactory().get("/"))
    assert [people_of(each) for each in queue if isinstance(each, Enrolment)] == [[admin]]
    decide(applied)
    assert OutgoingMail.objects.get(kind="enrolment-approved").to_address == admin.email


def test_who_may_not_fix_is_told_who_does(as_user: AsUser, applied: Partner) -> None:
    decide(applied, approve=False)
    page = text(as_user(user_of(applied, "sales_agent")).get(reverse("enrolment")))
    assert "Account admin of your company chooses Fix now" in page


def test_fixing_keeps_the_request_that_brought_the_company(
    as_user: AsUser, client: Client, applied: Partner, provider: Partner
) -> None:
    request = make_request(provider, applied)
    EnrolmentApplication.objects.update(request=request)
    decide(applied, approve=False)
    as_user(applicant_of(applied)).post(f"{reverse('enrolment_apply')}?programme=indirect_reseller", FORM)
    decide(applied)
    assert OutgoingMail.objects.get(kind="enrolment-approved").link_args["request"] == str(request.pk)


def test_a_rejected_applicant_who_applies_in_public_is_told_to_sign_in_and_fix(
    client: Client, applied: Partner
) -> None:
    decide(applied, approve=False)
    assert client.post(reverse("enrol"), {**FORM, "address": "INES@brightpath.example"}).status_code == 302
    mail = OutgoingMail.objects.get(kind="enrolment-known-address")
    assert reverse("enrolment") in mail.text
    assert reverse("account_login") in mail.text
    assert Partner.objects.count() == 1


def test_somebody_else_with_an_account_is_not_told_of_any_rejection(client: Client) -> None:
    UserFactory.create(username="ines@brightpath.example")
    client.post(reverse("enrol"), FORM)
    assert "Fix now" not in OutgoingMail.objects.get(kind="enrolment-known-address").text


def test_who_is_enrolled_is_not_released_and_who_was_not_is_not_restored(reseller: Partner) -> None:
    with pytest.raises(ValueError, match="is enrolled"):
        release_partner(actor=portal(), now=NOW, partner=reseller)
    with pytest.raises(ValueError, match="was not released"):
        restore_partner(actor=portal(), now=NOW, partner=reseller, particulars=None)  # type: ignore[arg-type]
