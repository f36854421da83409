"""*Indirect resellers* and *Indirect providers*: the lists, the pages of one partner, and taking admin access back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from foundation.ui.menu import menu_for
from foundation.ui.slots import Panel, Slot
from foundation.users.models import User
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.readiness import readiness_of
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.profiles.models import SupportProfile
from relationships.providers.lists import PROVIDERS
from relationships.resellers import views
from relationships.resellers.lists import RESELLERS
from tests.relationships.factories import (
    NOW,
    PROVIDER,
    actor_of,
    make_partner,
    make_partnership,
    make_request,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


@pytest.fixture
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The provider and the reseller work together."""
    return make_partnership(provider, reseller)


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def reseller_path(partner: Partner) -> str:
    """Return the address of a reseller's page."""
    return reverse("reseller", kwargs={"partner_id": partner.pk})


def provider_path(partner: Partner) -> str:
    """Return the address of a provider's page."""
    return reverse("provider", kwargs={"partner_id": partner.pk})


@pytest.mark.usefixtures("partnership")
def test_the_list_shows_name_location_mpn_id_and_since(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    page = text(as_user(user_of(provider)).get(reverse("resellers")))
    for shown in ("Contoso Resale", "France", reseller.locations.get().mpn_id, "16 Mar 2026", "Can transact"):
        assert shown in page


@pytest.mark.usefixtures("partnership")
def test_r10_only_partners_are_in_the_list(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """Neither a company that was only asked nor one of another provider."""
    asked = make_partner("Only Asked")
    make_request(provider, asked)
    make_partnership(make_partner("Other Distribution", PROVIDER), make_partner("Somebody Elses"))
    page = text(as_user(user_of(provider)).get(reverse("resellers")))
    assert reseller.name in page
    assert "Only Asked" not in page
    assert "Somebody Elses" not in page


def test_the_list_is_searched_by_any_part_of_the_name_and_by_mpn_id(as_user: AsUser, provider: Partner) -> None:
    brucke, other = make_partner("Brücke IT"), make_partner("Wingtip Resale")
    make_partnership(provider, brucke)
    make_partnership(provider, other)
    client = as_user(user_of(provider))
    for words in ("ruck", "BRÜCKE", brucke.locations.get().mpn_id):
        page = text(client.get(reverse("resellers"), {"q": words}))
        assert "Brücke IT" in page, words
        assert "Wingtip Resale" not in page, words


def test_ended_partnerships_leave_the_lists_but_keep_their_pages(
    as_user: AsUser, provider: Partner, reseller: Partner, partnership: Partnership
) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(ended_at=NOW + timedelta(days=1))
    client = as_user(user_of(provider))
    assert reseller.name not in text(client.get(reverse("resellers")))
    assert "This partnership has ended." in text(client.get(reseller_path(reseller)))


def test_the_file_holds_the_list(as_user: AsUser, provider: Partner, partnership: Partnership) -> None:
    unsigned = make_partner("Unsigned Resale", signed=False)
    make_partnership(provider, unsigned)
    answer: Any = as_user(user_of(provider)).get(reverse("resellers"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith(
        "Indirect reseller,Location,MPN ID,Primary domain name,Microsoft ID,Since,Status,Customers"
    )
    assert lines[1].startswith("Contoso Resale,France,")
    assert str(partnership.reseller_id) in lines[1]
    assert partnership.reseller.tenant.primary_domain in lines[1]
    assert "Cannot transact yet · Unsigned Resale has not signed" in lines[2]


@pytest.mark.usefixtures("partnership")
def test_the_resellers_page_shows_profile_and_standing_and_leads_to_its_requests(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    SupportProfile.objects.create(partner=reseller, email="help@contoso.example")
    make_request(provider, reseller, recipient_partner=reseller, recipient_company="As it was asked")
    client = as_user(user_of(provider))
    page = text(client.get(reseller_path(reseller)))
    history = reverse("reseller_history", kwargs={"partner_id": reseller.pk})
    for shown in (reseller.name, "France", str(reseller.pk), reseller.tenant.primary_domain, "help@contoso.example"):
        assert shown in page
    assert f'href="{history}"' in page
    assert "As it was asked" in text(client.get(history))


@pytest.mark.usefixtures("partnership")
def test_r19_r24_the_page_says_why_a_reseller_cannot_transact(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    PartnerAgreement.objects.filter(partner=reseller).delete()
    assert "has not signed" in text(as_user(user_of(provider)).get(reseller_path(reseller)))


def test_r21_a_reseller_must_be_enrolled_signed_and_not_suspended(provider: Partner, reseller: Partner) -> None:
    assert not readiness_of([reseller.pk])[reseller.pk].refusals
    Enrolment.objects.filter(partner=reseller).update(state="rejected")
    PartnerAgreement.objects.filter(partner=reseller).delete()
    Partner.objects.filter(pk=reseller.pk).update(status="suspended")
    codes = [each.code for each in readiness_of([reseller.pk])[reseller.pk].refusals]
    assert codes == ["R21", "R19", "R70"]


@pytest.mark.usefixtures("partnership")
def test_upper_floors_fill_the_slots(
    as_user: AsUser, provider: Partner, reseller: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Actions of the row stand on the page as well; panels come under the profile."""
    slot: Slot[Partnership] = Slot("test")
    slot.fill(lambda _actor, _subject: [Panel("ui/note.html", None)])
    monkeypatch.setattr(views, "RESELLER_PANELS", slot)

    def give(actor: Actor, rows: list[Partnership]) -> dict[object, list[Action]]:
        return {row.pk: [Action("Look after", "/somewhere/")] for row in rows}

    monkeypatch.setattr(RESELLERS, "row_actions", [*RESELLERS.row_actions, give])
    client = as_user(user_of(provider))
    for path in (reverse("resellers"), reseller_path(reseller)):
        assert '"/somewhere/"' in text(client.get(path))
    assert 'class="note note-info"' in text(client.get(reseller_path(reseller)))


def test_strangers_and_colleagues(as_user: AsUser, provider: Partner, reseller: Partner, stranger: Partner) -> None:
    make_partnership(provider, reseller)
    assert as_user(user_of(stranger)).get(reseller_path(reseller)).status_code == 404
    assert as_user(user_of(provider, "helpdesk_agent")).get(reseller_path(reseller)).status_code == 403
    assert as_user(user_of(provider)).get(provider_path(provider)).status_code == 404
    other = make_partner("Other Resale")
    assert as_user(user_of(other)).get(provider_path(provider)).status_code == 404
    assert as_user(user_of(reseller, "sales_agent")).get(provider_path(provider)).status_code == 403
    assert Client().get(reseller_path(reseller)).status_code == 302


@pytest.mark.usefixtures("partnership")
def test_the_reseller_sees_its_providers(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    client = as_user(user_of(reseller))
    page = text(client.get(reverse("providers")))
    for shown in (provider.name, "Germany", provider.locations.get().mpn_id):
        assert shown in page
    assert provider.tenant.primary_domain in text(client.get(provider_path(provider)))


@pytest.mark.usefixtures("partnership")
def test_r14_admin_access_is_taken_back_by_the_reseller_alone(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    path = reverse("provider_access", kwargs={"partner_id": provider.pk})
    assert as_user(user_of(reseller, "admin_agent")).post(path).status_code == 403
    client = as_user(user_of(reseller))
    answer = client.post(path, follow=True)
    assert "has no admin access to your account" in text(answer)
    assert DelegatedAdmin.objects.get().ended_at == NOW
    assert client.post(path).status_code == 302, "pressed twice, it is done once"
    assert Partnership.objects.open().count() == 1
    assert PROVIDERS.queryset(actor_of(reseller)).count() == 1


def test_the_menu_follows_kind_of_account_and_role(provider: Partner, reseller: Partner) -> None:
    def labels(actor: Actor) -> set[str]:
        return {str(entry.label) for entry in menu_for(actor, "/")}

    ours = {"Indirect resellers", "Indirect providers", "Partner agreement", "Enrolment"}
    assert labels(actor_of(provider)) & ours == {"Indirect resellers", "Partner agreement", "Enrolment"}
    assert labels(actor_of(provider, "helpdesk_agent")) & ours == {"Enrolment"}
    assert labels(actor_of(reseller)) & ours == {"Indirect providers", "Partner agreement", "Enrolment"}
    assert labels(actor_of(make_partner("Waiting", state="pending"))) & ours == {"Enrolment"}
