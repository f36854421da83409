"""Putting partners on record, enrolling them, suspending them; and `manage.py add_partner`."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import portal
from foundation.organisations.models import Membership, Tenant
from foundation.rules import Refused
from foundation.users.models import User
from relationships.agreements.standing import standing_of
from relationships.partners import services
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.services import add_partner, enrol_partner, reactivate_partner, suspend_partner
from tests.factories import UserFactory
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    RESELLER,
    make_partner,
    market,
    user_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def germany(db: None) -> None:
    """Germany is in Europe."""
    market("DE")


def add(**changes: Any) -> Partner:
    """Add a partner in Germany."""
    new = {
        "company": "Brightpath IT GmbH",
        "country": "DE",
        "programme": RESELLER,
        "mpn_id": "7654321",
        "admin_address": "Ines.Laurent@Brightpath.example",
        "admin_first_name": "Inès",
        "admin_last_name": "Laurent",
    }
    return add_partner(actor=portal(), now=NOW, **{**new, **changes})


def refused(**changes: Any) -> list[str]:
    """Return which rules speak against this partner."""
    with pytest.raises(Refused) as caught:
        add(**changes)
    assert all(each.text and each.remedy for each in caught.value.refusals)
    return [each.code for each in caught.value.refusals]


def test_a_partner_comes_with_all_it_needs() -> None:
    """Tenant, region, enrolment, MPN ID, and a Global admin who gets a *set password* mail."""
    partner = add()
    standing = standing_of(partner.pk)
    assert (standing.region_key, standing.mpn_id) == ("europe", "7654321")
    assert standing.is_reseller
    assert partner.tenant.primary_domain == "brightpath.example"
    membership = Membership.objects.get(tenant=partner.tenant)
    assert (membership.user.username, membership.roles) == ("ines.laurent@brightpath.example", ["global_admin"])
    assert not membership.user.has_usable_password()
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to_address) == ("account-set-password", "Ines.Laurent@brightpath.example")
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"partner.added", "enrolment.approved"}
    assert partner.enrolments.get().state == Enrolment.State.QUALIFIED


def test_r06_the_mpn_id_is_of_the_accounts_country_and_there_is_one() -> None:
    market("FR")
    location = add(mpn_country="de").locations.get()
    assert (location.country_id, location.kind) == ("DE", "location")
    assert refused(mpn_id="7654322", mpn_country="FR") == ["R6"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerLocation.objects.create(partner=location.partner, mpn_id="7654323", country_id="DE")


def test_r07_a_global_mpn_id_is_no_location_mpn_id() -> None:
    """Neither the one entered as global nor one that is known as global."""
    assert refused(global_mpn_id="7654321") == ["R7"]
    partner = add(global_mpn_id="5550000")
    kinds = dict(partner.locations.values_list("mpn_id", "kind"))
    assert kinds == {"7654321": "location", "5550000": "global"}
    assert standing_of(partner.pk).mpn_id == "7654321"
    assert refused(mpn_id="5550000", admin_address="other@else.example") == ["R7"]


def test_partner_global_mpn_id_free_stands_on_one_account_only() -> None:
    add(global_mpn_id="5550000")
    for taken in ("5550000", "7654321"):
        assert refused(mpn_id="7654322", global_mpn_id=taken) == ["partner-global-mpn-id-free"]
    assert refused(mpn_id="7654322", global_mpn_id="12") == ["partner-mpn-id"]


def test_enrolment_mpn_id_who_has_none_is_not_enrolled() -> None:
    """A rejected application has given it back."""
    partner = make_partner("Released", RESELLER, state=Enrolment.State.REJECTED)
    partner.locations.all().delete()
    with pytest.raises(Refused) as caught:
        enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER)
    assert [each.code for each in caught.value.refusals] == ["enrolment-mpn-id"]
    assert "Fix now" in caught.value.refusals[0].remedy


def test_who_has_signed_is_active_in_the_next_programme_at_once() -> None:
    partner = make_partner("Both", PROVIDER)
    enrolment = enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER)
    assert (enrolment.state, enrolment.activated_at) == ("active", NOW)


@pytest.mark.parametrize("programme", [PROVIDER, RESELLER, DIRECT])
def test_every_programme_can_be_the_first(programme: str) -> None:
    assert add(programme=programme).enrolments.get().programme == programme


def test_partner_country_outside_every_region_is_refused() -> None:
    assert refused(country="RU") == ["partner-country"]
    assert refused(country="??") == ["partner-country"]


@pytest.mark.parametrize("mpn_id", ["", "1234", "12345678901", "12345a", "١٢٣٤٥٦", "12345\n"])
def test_partner_mpn_id_must_be_a_number(mpn_id: str) -> None:
    assert refused(mpn_id=mpn_id) == ["partner-mpn-id"]


def test_partner_mpn_id_free_names_one_partner_only() -> None:
    add()
    assert refused(admin_address="other@else.example") == ["partner-mpn-id-free"]


def test_partner_domain_free_belongs_to_one_tenant_only() -> None:
    add(domain="taken.example")
    assert refused(domain="TAKEN.example", mpn_id="7654322") == ["partner-domain-free"]


def test_without_a_domain_one_is_found_and_a_free_mail_service_is_none() -> None:
    assert add(admin_address="ines@gmail.com").tenant.primary_domain == "brightpathitgmbh.onmicrosoft.com"
    second = add(admin_address="other@gmail.com", mpn_id="7654322")
    assert second.tenant.primary_domain == "brightpathitgmbh2.onmicrosoft.com"
    third = add(admin_address="a@brightpath.example", mpn_id="7654323", company="株式会社")
    assert third.tenant.primary_domain == "brightpath.example"
    fourth = add(admin_address="b@brightpath.example", mpn_id="7654324", company="株式会社")
    assert fourth.tenant.primary_domain == "partner.onmicrosoft.com"
    fifth = add(admin_address="c@victim.onmicrosoft.com", mpn_id="7654325", company="Fifth")
    assert fifth.tenant.primary_domain == "fifth.onmicrosoft.com"


def test_a_name_whose_sorting_name_is_longer_is_no_obstacle() -> None:
    assert len(add(company="ß" * 200).sort_name) == 200


def test_a_bad_mail_address_leaves_nothing_behind() -> None:
    with pytest.raises(ValidationError):
        add(admin_address="not an address", domain="brightpath.example")
    assert not Partner.objects.exists()
    assert not Tenant.objects.exists()


def test_an_address_taken_in_this_very_moment_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, admin_client: Client
) -> None:
    """For the caller, for who types the command, and in the admin's form."""

    def too_late(**particulars: str) -> User:
        User.objects.create(username="ines@brightpath.example")
        return User.objects.create(username="ines@brightpath.example")

    monkeypatch.setattr(services, "create_user", too_late)
    with pytest.raises(ValidationError, match="could not be used just now"):
        add()
    with pytest.raises(CommandError, match="could not be used just now"):
        call_command("add_partner", **ARGUMENTS)
    form = {**ARGUMENTS, "admin_address": "a@b.example", "admin_first_name": "A", "admin_last_name": "B"}
    answer = admin_client.post(reverse("admin:relationships_partner_add"), form)
    assert "could not be used just now" in answer.content.decode()
    assert not Partner.objects.exists()


def test_somebody_who_signs_in_already_gets_a_second_membership_and_is_told() -> None:
    user = UserFactory.create(username="ines.laurent@brightpath.example")
    partner = add()
    assert Membership.objects.get(tenant=partner.tenant).user == user
    assert User.objects.count() == 1
    assert OutgoingMail.objects.get().kind == "partner-added"


def test_r32_direct_bill_and_reseller_do_not_go_together_on_one_tenant() -> None:
    for first, second in ((DIRECT, RESELLER), (RESELLER, DIRECT)):
        partner = make_partner(f"{first} first", first)
        with pytest.raises(Refused) as caught:
            enrol_partner(actor=portal(), now=NOW, partner=partner, programme=second)
        assert [each.code for each in caught.value.refusals] == ["R32"]
        assert "second account" in caught.value.refusals[0].remedy


def test_a_provider_can_be_a_reseller_too() -> None:
    partner = make_partner("Both", PROVIDER)
    enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER)
    assert standing_of(partner.pk).programmes == {PROVIDER, RESELLER}


def test_enrolment_once_in_each_programme_but_a_rejected_one_is_taken_up_again() -> None:
    partner = make_partner("Again", RESELLER, state=Enrolment.State.REJECTED)
    enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER, approved=False)
    enrolment = partner.enrolments.get()
    assert (enrolment.state, enrolment.decided_at) == ("pending", None)
    with pytest.raises(Refused) as caught:
        enrol_partner(actor=portal(), now=NOW, partner=partner, programme=RESELLER)
    assert [each.code for each in caught.value.refusals] == ["enrolment-once"]


def test_suspending_and_reactivating_are_told_and_done_once() -> None:
    partner = make_partner("Late Payer")
    admin = user_of(partner)
    for _ in range(2):
        suspend_partner(actor=portal(), now=NOW, partner=partner, reason="Unpaid")
    assert standing_of(partner.pk).suspended
    assert AuditEvent.objects.get(verb="partner.suspended").data == {"reason": "Unpaid"}
    reactivate_partner(actor=portal(), now=NOW, partner=partner, reason="Paid")
    assert not standing_of(partner.pk).suspended
    assert list(Notification.objects.filter(user=admin).order_by("pk").values_list("kind", flat=True)) == [
        "partner.suspended",
        "partner.reactivated",
    ]


ARGUMENTS = {
    "company": "Northlight Distribution",
    "country": "DE",
    "programme": "indirect_provider",
    "mpn_id": "4711001",
    "admin": "admin@provider.example",
    "first_name": "Nora",
    "last_name": "Licht",
}


def test_the_command_adds_a_partner_and_says_so() -> None:
    said = StringIO()
    call_command("add_partner", **ARGUMENTS, stdout=said)
    assert "Northlight Distribution is on record (provider.example" in said.getvalue()
    assert OutgoingMail.objects.get().to_address == "admin@provider.example"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"country": "XX"}, "no CSP region"),
        ({"mpn_id": "12"}, "five to ten digits"),
        ({"admin": "nobody", "domain": "provider.example"}, "valid"),
        ({"programme": "reseller"}, "invalid choice"),
    ],
)
def test_the_command_says_clearly_what_is_wrong(change: dict[str, str], says: str) -> None:
    arguments = [f"--{key.replace('_', '-')}={value}" for key, value in {**ARGUMENTS, **change}.items()]
    with pytest.raises(CommandError, match=says):
        call_command("add_partner", *arguments)
    assert not Partner.objects.exists()
