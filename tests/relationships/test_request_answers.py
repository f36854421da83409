"""The recipient's side: who may accept, what acceptance does, and every reason against it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor, member
from foundation.rules import Refused
from relationships.agreements.readiness import readiness_of
from relationships.answers import services as answers
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import suspend_partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import association_refusals
from relationships.providers.lists import PROVIDERS
from relationships.requests.links import Followed
from relationships.requests.models import PartnershipRequest
from relationships.resellers.lists import RESELLERS
from tests.factories import MembershipFactory, TenantFactory
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    make_draft,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
    user_of,
)

pytestmark = pytest.mark.django_db


def accept(request: PartnershipRequest, actor: Actor, **changes: Any) -> Partnership:
    """Accept a request through its present link."""
    how = {"actor": actor, "now": NOW, "followed": Followed(request, is_current=True), "ticked": True, **changes}
    return answers.accept_request(**how)


def refused(request: PartnershipRequest, actor: Actor, **changes: Any) -> list[str]:
    """Return which rules refuse this acceptance; each says what to do."""
    with pytest.raises(Refused) as caught:
        accept(request, actor, **changes)
    assert all(each.text and each.remedy for each in caught.value.refusals)
    return [each.code for each in caught.value.refusals]


def test_r13_acceptance_lists_each_party_in_the_others_list_at_once(provider: Partner, reseller: Partner) -> None:
    partnership = accept(make_request(provider, reseller), actor_of(reseller))
    assert list(RESELLERS.queryset(actor_of(provider))) == [partnership]
    assert list(PROVIDERS.queryset(actor_of(reseller))) == [partnership]


def test_acceptance_closes_the_request(provider: Partner, reseller: Partner) -> None:
    actor = actor_of(reseller)
    partnership = accept(make_request(provider, reseller), actor)
    request = PartnershipRequest.objects.get()
    assert (request.state, request.partnership, request.closed_at, request.closed_by) == (
        "accepted",
        partnership,
        NOW,
        actor.name,
    )
    assert request.recipient_partner == reseller
    assert AuditEvent.objects.filter(verb="partnership_request.accepted", actor_name=actor.name).count() == 1


def test_acceptance_tells_the_providers_people_and_mails_who_asked(provider: Partner, reseller: Partner) -> None:
    asker = user_of(provider, "sales_agent")
    colleague, helpdesk = user_of(provider), user_of(provider, "helpdesk_agent")
    accept(make_request(provider, reseller, created_by=asker), actor_of(reseller))
    told = set(Notification.objects.values_list("user", flat=True))
    assert {asker.pk, colleague.pk} <= told
    assert helpdesk.pk not in told
    mail = OutgoingMail.objects.get(kind="partnership-accepted")
    assert mail.to_address == asker.email
    assert str(reseller.pk) in mail.text


def test_r14_acceptance_gives_the_provider_admin_access_that_is_revocable_alone(
    provider: Partner, reseller: Partner
) -> None:
    actor = actor_of(reseller)
    accept(make_request(provider, reseller), actor)
    given = DelegatedAdmin.objects.get()
    assert (given.granting, given.holder, given.ended_at) == (reseller.tenant, provider.tenant, None)
    revoke(actor=actor, now=NOW + timedelta(days=1), delegation=given)
    assert not DelegatedAdmin.objects.in_force(NOW + timedelta(days=1)).exists()
    assert Partnership.objects.open().count() == 1


def test_r14_acceptance_lets_the_provider_order_for_the_resellers_customers(
    provider: Partner, reseller: Partner
) -> None:
    """Before it, naming the reseller on an order is refused (R10)."""
    request = make_request(provider, reseller)
    before = pairs_with(provider.pk, [reseller.pk])[reseller.pk]
    assert [each.code for each in association_refusals(before)] == ["R10"]
    accept(request, actor_of(reseller))
    assert association_refusals(pairs_with(provider.pk, [reseller.pk])[reseller.pk]) == []


def test_r18_acceptance_hands_over_no_customers(provider: Partner, reseller: Partner) -> None:
    """It writes a partnership and admin access to the reseller's own account, nothing else of the business."""
    accept(make_request(provider, reseller), actor_of(reseller))
    written = set(AuditEvent.objects.values_list("verb", flat=True))
    assert written == {"partnership.opened", "delegated_admin.granted", "partnership_request.accepted"}
    assert {(each.granting_id, each.holder_id) for each in DelegatedAdmin.objects.all()} == {(reseller.pk, provider.pk)}


def test_r17_a_reseller_has_several_providers_and_a_provider_several_resellers(
    provider: Partner, stranger: Partner, reseller: Partner
) -> None:
    other = make_partner("Wingtip Resale")
    for who_asks, who_accepts in ((provider, reseller), (stranger, reseller), (provider, other)):
        accept(make_request(who_asks, who_accepts), actor_of(who_accepts))
    assert Partnership.objects.open().count() == 3


def test_r01_partners_of_different_regions_are_refused_with_both_regions_named(provider: Partner) -> None:
    far = make_partner("Far Resale", country="US")
    request = make_request(provider, far)
    with pytest.raises(Refused) as caught:
        accept(request, actor_of(far))
    (refusal,) = caught.value.refusals
    assert refusal.code == "R1"
    assert "Europe" in refusal.text
    assert "United States" in refusal.text
    assert refusal.remedy


def test_r03_one_account_covers_the_whole_region_whatever_the_country(provider: Partner, reseller: Partner) -> None:
    """The provider is in Germany, the reseller in France."""
    assert accept(make_request(provider, reseller), actor_of(reseller))


def test_r11_a_company_that_is_no_reseller_cannot_accept(provider: Partner) -> None:
    nobody = make_partner("Not Enrolled", None)
    assert refused(make_request(provider, nobody), actor_of(nobody)) == ["R11"]


def test_r11_provider_cannot_be_a_reseller_with_the_same_account(provider: Partner) -> None:
    """Unless it has applied to be one."""
    other = make_partner("Another Distribution", PROVIDER)
    request = make_request(provider, other)
    assert refused(request, actor_of(other)) == ["R11-provider"]
    Enrolment.objects.create(partner=other, programme=RESELLER, state=Enrolment.State.PENDING, requested_at=NOW)
    assert refused(request, actor_of(other)) == ["R11-pending"]


def test_r11_a_company_that_is_no_partner_at_all_cannot_accept(provider: Partner) -> None:
    tenant = TenantFactory.create(primary_domain="customer.example")
    actor = member(MembershipFactory.create(tenant=tenant))
    assert refused(make_request(provider, recipient_address="info@customer.example"), actor) == ["R11"]


def test_r11_pending_enrolment_has_to_be_decided_first(provider: Partner) -> None:
    pending = make_partner("Pending Resale", state=Enrolment.State.PENDING)
    assert refused(make_request(provider, pending), actor_of(pending)) == ["R11-pending"]


def test_r11_rejected_enrolment_tells_its_reason(provider: Partner) -> None:
    rejected = make_partner("Rejected Resale", state=Enrolment.State.REJECTED)
    Enrolment.objects.filter(partner=rejected).update(reason="No such company")
    with pytest.raises(Refused) as caught:
        accept(make_request(provider, rejected), actor_of(rejected))
    assert [each.code for each in caught.value.refusals] == ["R11-rejected"]
    assert "No such company" in caught.value.refusals[0].text


def test_r32_a_direct_bill_partner_needs_a_second_tenant(provider: Partner) -> None:
    direct = make_partner("Direct", DIRECT)
    assert refused(make_request(provider, direct), actor_of(direct)) == ["R32"]


def test_r12_only_a_global_admin_accepts_and_the_others_learn_who_that_is(provider: Partner, reseller: Partner) -> None:
    membership_in(reseller, first_name="Gloria", last_name="Admin")
    request = make_request(provider, reseller)
    with pytest.raises(Refused) as caught:
        accept(request, actor_of(reseller, "sales_agent"))
    (refusal,) = caught.value.refusals
    assert refusal.code == "R12"
    assert "Gloria Admin" in refusal.remedy


@pytest.mark.parametrize(
    "role", ["user_admin", "billing_admin", "account_admin", "admin_agent", "sales_agent", "helpdesk_agent"]
)
def test_r12_no_other_role_accepts_or_declines(provider: Partner, reseller: Partner, role: str) -> None:
    request, actor = make_request(provider, reseller), actor_of(reseller, role)
    assert refused(request, actor) == ["R12"]
    with pytest.raises(Refused) as caught:
        answers.decline_request(actor=actor, now=NOW, followed=Followed(request, True), reason="")
    assert [each.code for each in caught.value.refusals] == ["R12"]
    assert PartnershipRequest.objects.get().state == "sent"


def test_r12_tick_nothing_is_accepted_without_it(provider: Partner, reseller: Partner) -> None:
    assert refused(make_request(provider, reseller), actor_of(reseller), ticked=False) == ["R12-tick"]


def refused_either_way(request: PartnershipRequest, reseller: Partner) -> list[str]:
    """Return which rules refuse the acceptance; declining is refused as well."""
    with pytest.raises(Refused):
        answers.decline_request(actor=actor_of(reseller), now=NOW, followed=Followed(request, True), reason="")
    return refused(request, actor_of(reseller))


@pytest.mark.parametrize("change", [{"expires_at": NOW}, {"state": "expired", "closed_at": NOW}])
def test_r16_expired_link_is_refused_swept_or_not(provider: Partner, reseller: Partner, change: dict[str, Any]) -> None:
    assert refused_either_way(make_request(provider, reseller, **change), reseller) == ["R16-expired"]


def test_r16_withdrawn_link_is_refused(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller, state="withdrawn", closed_at=NOW)
    assert refused_either_way(request, reseller) == ["R16-withdrawn"]


def test_r16_declined_link_is_refused(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller, state="declined", closed_at=NOW)
    assert refused_either_way(request, reseller) == ["R16-declined"]


def test_r16_used_link_is_refused_to_another_company(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    accept(request, actor_of(reseller))
    other = make_partner("Wingtip Resale")
    assert refused(request, actor_of(other)) == ["R16-used"]


def test_r16_replaced_link_is_refused(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    assert refused(request, actor_of(reseller), followed=Followed(request, is_current=False)) == ["R16-replaced"]


def test_r16_own_link_is_refused(provider: Partner) -> None:
    assert refused(make_request(provider), actor_of(provider)) == ["R16-own"]


def test_r16_link_of_another_region_is_refused_but_can_be_declined(provider: Partner) -> None:
    """Both regions are named by R1."""
    far = make_partner("Far Resale", country="US")
    request = make_request(provider, far)
    assert refused(request, actor_of(far)) == ["R1"]
    followed = Followed(request, True)
    assert answers.decline_request(actor=actor_of(far), now=NOW, followed=followed, reason="").state == "declined"


def test_r16_partners_already_are_told_since_when(provider: Partner, reseller: Partner) -> None:
    """A colleague who presses the button a second time, too."""
    request = make_request(provider, reseller)
    accept(request, actor_of(reseller))
    with pytest.raises(Refused) as caught:
        accept(request, actor_of(reseller))
    (refusal,) = caught.value.refusals
    assert refusal.code == "R16-partners"
    assert NOW.date().isoformat() in refusal.text
    assert Partnership.objects.count() == 1


def test_r70_suspended_parties_start_nothing_new(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    suspend_partner(actor=actor_of(reseller), now=NOW, partner=reseller, reason="Abuse")
    assert refused(request, actor_of(reseller)) == ["R70"]


def test_r24_without_an_agreement_the_partnership_stands_but_cannot_transact(provider: Partner) -> None:
    """What blocks new business does not block working together, nor what is there already."""
    unsigned = make_partner("Unsigned Resale", signed=False)
    assert accept(make_request(provider, unsigned), actor_of(unsigned))
    readiness = readiness_of([unsigned.pk])[unsigned.pk]
    assert [each.code for each in readiness.refusals] == ["R19"]
    assert str(readiness).startswith("Cannot transact yet")


def verified(partner: Partner, address: str) -> Actor:
    """Return a member who has shown that mail to this address arrives."""
    return actor_of(partner, email=address)


def unverified(partner: Partner, address: str) -> Actor:
    """Return a member who has only entered the address."""
    return actor_of(partner, email=address, email_verified_at=None)


@pytest.mark.parametrize("visitor", [verified, unverified])
def test_wrong_company_is_one_that_was_not_asked(
    provider: Partner, reseller: Partner, visitor: Callable[[Partner, str], Actor]
) -> None:
    request = make_request(provider, recipient_address="boss@private.example")
    actor = visitor(reseller, "boss@private.example")
    if visitor is verified:
        assert accept(request, actor)
    else:
        assert refused(request, actor) == ["wrong-company"]


def test_wrong_company_a_free_mail_domain_says_nothing(provider: Partner) -> None:
    """Whoever has gmail.com as the domain of a tenant is still not everybody at gmail.com."""
    sly = make_partner("Sly Resale", domain="gmail.com")
    assert refused(make_request(provider, recipient_address="victim@gmail.com"), actor_of(sly)) == ["wrong-company"]


def test_wrong_company_a_request_to_a_partner_is_for_that_partner_only(provider: Partner, reseller: Partner) -> None:
    other = make_partner("Wingtip Resale")
    request = make_request(provider, reseller, recipient_partner=other)
    assert refused(request, actor_of(reseller)) == ["wrong-company"]
    assert accept(request, actor_of(other))


def test_a_draft_can_be_accepted_its_link_may_have_been_copied(provider: Partner, reseller: Partner) -> None:
    assert accept(make_draft(provider, reseller), actor_of(reseller))


def test_declining_tells_the_provider_why(provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    declined = answers.decline_request(
        actor=actor_of(reseller), now=NOW, followed=Followed(request, True), reason=" We have enough providers. "
    )
    assert (declined.state, declined.reason) == ("declined", "We have enough providers.")
    assert "We have enough providers." in OutgoingMail.objects.get(kind="partnership-declined").text
    assert Notification.objects.filter(kind="partnership.declined", tenant=provider.tenant).exists()
    assert not Partnership.objects.exists()


def test_a_company_that_is_not_enrolled_can_decline(provider: Partner) -> None:
    nobody = make_partner("Not Enrolled", None)
    followed = Followed(make_request(provider, nobody), True)
    assert answers.decline_request(actor=actor_of(nobody), now=NOW, followed=followed, reason="").state == "declined"


def test_the_first_look_of_the_company_asked_is_recorded(provider: Partner, reseller: Partner) -> None:
    followed = Followed(make_request(provider, reseller), True)
    for other in (provider, make_partner("Wingtip Resale")):
        assert not answers.record_view(actor=actor_of(other), now=NOW, followed=followed), other
    assert answers.record_view(actor=actor_of(reseller), now=NOW, followed=followed)
    later = NOW + timedelta(hours=1)
    assert not answers.record_view(actor=actor_of(reseller), now=later, followed=followed)
    assert PartnershipRequest.objects.get().viewed_at == NOW


def test_an_ended_partnership_can_be_followed_by_a_new_one(provider: Partner, reseller: Partner) -> None:
    old = make_partnership(provider, reseller)
    Partnership.objects.filter(pk=old.pk).update(ended_at=NOW + timedelta(days=1))
    accept(make_request(provider, reseller), actor_of(reseller))
    assert Partnership.objects.open().count() == 1
    assert DelegatedAdmin.objects.filter(ended_at=None).count() == 1


def test_somebody_who_has_left_the_provider_gets_no_mail_about_the_answer(provider: Partner, reseller: Partner) -> None:
    """The reason is for the provider's people only; those who are there have their notice."""
    membership_in(provider)
    request = make_request(provider, reseller)
    request.created_by.memberships.update(ended_at=NOW)
    followed = Followed(request, is_current=True)
    answers.decline_request(actor=actor_of(reseller), now=NOW, followed=followed, reason="Too far away.")
    assert not OutgoingMail.objects.exists()
    assert Notification.objects.filter(kind="partnership.declined", tenant=provider.tenant).exists()
