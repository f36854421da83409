"""Another company asks to answer a request: who may, what the provider sees and decides, and what that changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.mail.links import make_link
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor, member
from foundation.rules import Refused
from foundation.users.models import User
from relationships.answers import services as answers
from relationships.claims.models import RecipientClaim
from relationships.claims.rules import OPEN_CLAIMS
from relationships.claims.services import allow_claim, refuse_claim
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import Followed, path_of, token_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import withdraw_request
from tests.factories import MembershipFactory
from tests.relationships.factories import (
    NOW,
    actor_of,
    make_claim,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def request_(provider: Partner, reseller: Partner) -> PartnershipRequest:
    """A request to Contoso Resale."""
    return make_request(provider, reseller)


@pytest.fixture
def other(db: None) -> Partner:
    """Another reseller, which has got hold of the link."""
    return make_partner("Wingtip Resale")


def claim(request: PartnershipRequest, actor: Actor, **changes: Any) -> RecipientClaim:
    """Ask to answer, through the request's present link."""
    return answers.claim_request(**{"actor": actor, "now": NOW, "followed": Followed(request, True), **changes})


def refused(act: Callable[[], object]) -> list[str]:
    """Return which rules refuse this; each says what to do."""
    with pytest.raises(Refused) as caught:
        act()
    assert all(each.text and each.remedy for each in caught.value.refusals)
    return [each.code for each in caught.value.refusals]


def accept(request: PartnershipRequest, actor: Actor) -> Partnership:
    """Accept with the present link."""
    return answers.accept_request(actor=actor, now=LATER, followed=Followed(request, True), ticked=True)


def claim_path(request: PartnershipRequest) -> str:
    """Return where the claim is sent."""
    return reverse("request_claim", kwargs={"token": token_of(request)})


def decide_path(made: RecipientClaim, how: str) -> str:
    """Return where the decision is sent."""
    return reverse(f"claim_{how}", kwargs={"request_id": made.request_id, "claim_id": made.pk})


# Asking ---------------------------------------------------------------------------------------------------------------


def test_a_company_that_was_not_asked_asks_to_answer_and_the_providers_people_are_told(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    agent, helpdesk = user_of(provider, "sales_agent"), user_of(provider, "helpdesk_agent")
    made = claim(request_, actor_of(other))
    assert (made.company, made.link_version, made.decided_at, made.allowed) == (other, 1, None, False)
    notices = Notification.objects.filter(kind="request_claim.made")
    told = set(notices.values_list("user", flat=True))
    assert agent.pk in told
    assert helpdesk.pk not in told
    assert all("Wingtip Resale" in each.text and "Contoso Resale" in each.text for each in notices)
    assert {each.url for each in notices} == {reverse("request", kwargs={"request_id": request_.pk})}
    event = AuditEvent.objects.get(verb="partnership_request.claimed")
    assert (event.subject_id, event.data) == (str(request_.pk), {"company": str(other.pk)})


def test_asking_does_not_make_the_company_the_recipient(request_: PartnershipRequest, other: Partner) -> None:
    claim(request_, actor_of(other))
    assert refused(lambda: accept(request_, actor_of(other))) == ["wrong-company"]
    assert not answers.record_view(actor=actor_of(other), now=NOW, followed=Followed(request_, True))


def test_claim_once_per_request_and_company(request_: PartnershipRequest, other: Partner) -> None:
    claim(request_, actor_of(other))
    assert refused(lambda: claim(request_, actor_of(other))) == ["claim-once"]
    assert RecipientClaim.objects.count() == 1


def test_claim_enrolled_only_a_reseller_or_an_applicant_asks(request_: PartnershipRequest) -> None:
    for company in (make_partner("Not Enrolled", None), make_partner("Rejected", state=Enrolment.State.REJECTED)):
        actor = actor_of(company)
        assert refused(lambda actor=actor: claim(request_, actor)) == ["claim-enrolled"]  # type: ignore[misc]
    no_partner = member(MembershipFactory.create(roles=["global_admin"]))
    assert refused(lambda: claim(request_, no_partner)) == ["claim-enrolled"]
    assert claim(request_, actor_of(make_partner("Pending Resale", state=Enrolment.State.PENDING)))


def test_claim_room_is_for_five_undecided_companies(request_: PartnershipRequest, other: Partner) -> None:
    waiting = [make_claim(request_, make_partner(f"Reseller {number}")) for number in range(OPEN_CLAIMS)]
    assert refused(lambda: claim(request_, actor_of(other))) == ["claim-room"]
    refuse_claim(actor=actor_of(request_.provider), now=NOW, claim=waiting[0])
    assert claim(request_, actor_of(other))


def test_claim_needless_for_the_company_that_was_asked(request_: PartnershipRequest, reseller: Partner) -> None:
    assert refused(lambda: claim(request_, actor_of(reseller))) == ["claim-needless"]


def test_r12_only_a_global_admin_asks(request_: PartnershipRequest, other: Partner) -> None:
    membership_in(other, first_name="Gloria", last_name="Admin")
    assert refused(lambda: claim(request_, actor_of(other, "admin_agent"))) == ["R12"]


def test_r01_a_company_of_another_region_could_not_accept_and_so_does_not_ask(request_: PartnershipRequest) -> None:
    assert refused(lambda: claim(request_, actor_of(make_partner("Far Resale", country="US")))) == ["R1"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires_at": NOW}, "R16-expired"),
        ({"state": "withdrawn", "closed_at": NOW}, "R16-withdrawn"),
        ({"link_version": 2}, "R16-replaced"),
    ],
)
def test_a_dead_link_cannot_be_claimed(
    request_: PartnershipRequest, other: Partner, change: dict[str, Any], code: str
) -> None:
    followed = Followed(PartnershipRequest.objects.get(pk=request_.pk), True)
    PartnershipRequest.objects.filter(pk=request_.pk).update(**change)
    assert refused(lambda: claim(request_, actor_of(other), followed=followed)) == [code]


def test_neither_the_provider_nor_a_partner_of_it_asks(request_: PartnershipRequest, other: Partner) -> None:
    assert refused(lambda: claim(request_, actor_of(request_.provider))) == ["R16-own"]
    make_partnership(request_.provider, other)
    assert refused(lambda: claim(request_, actor_of(other))) == ["R16-partners"]


# Deciding -------------------------------------------------------------------------------------------------------------


def test_allowed_the_company_and_nobody_else_answers_with_the_same_link(
    provider: Partner, reseller: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    asker = actor_of(other, email="boss@wingtip.example")
    made = claim(request_, asker)
    decider = actor_of(provider)
    decided = allow_claim(actor=decider, now=LATER, claim=made)
    assert (decided.allowed, decided.decided_at, decided.decided_by) == (True, LATER, decider.name)
    assert refused(lambda: accept(request_, actor_of(reseller))) == ["wrong-company"]
    assert not Partnership.objects.exists(), "allowing accepts nothing"
    assert accept(request_, actor_of(other)).reseller == other


def test_the_one_who_asked_gets_a_mail_with_the_link_that_keeps_no_token(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made = claim(request_, actor_of(other, email="boss@wingtip.example"))
    allow_claim(actor=actor_of(provider), now=LATER, claim=made)
    mail = OutgoingMail.objects.get(kind="claim-allowed")
    assert mail.to_address == "boss@wingtip.example"
    assert "{link}" in mail.text
    assert make_link(mail.link_kind, mail.link_args) is not None
    notice = Notification.objects.get(kind="request_claim.allowed", tenant=other.tenant)
    for stored in (mail.text, mail.html, str(mail.link_args), notice.url, notice.text, str(notice.params)):
        assert token_of(request_) not in stored


def test_refused_the_company_is_told_and_cannot_ask_again(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made = claim(request_, actor_of(other))
    refuse_claim(actor=actor_of(provider), now=LATER, claim=made)
    assert OutgoingMail.objects.get(kind="claim-refused").to_address == made.claimed_by.email
    assert Notification.objects.filter(kind="request_claim.refused", tenant=other.tenant).count() == 1
    assert refused(lambda: claim(request_, actor_of(other))) == ["claim-decided"]
    assert refused(lambda: accept(request_, actor_of(other))) == ["wrong-company"]
    assert PartnershipRequest.objects.get().recipient_partner is None


def test_claim_decided_once_is_not_put_again_with_a_newer_link(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    refuse_claim(actor=actor_of(provider), now=NOW, claim=make_claim(request_, other))
    PartnershipRequest.objects.update(link_version=2)
    newer = PartnershipRequest.objects.get()
    assert refused(lambda: claim(newer, actor_of(other))) == ["claim-decided"]


@pytest.mark.parametrize("second", [allow_claim, refuse_claim])
def test_claim_undecided_only_is_decided(
    provider: Partner, request_: PartnershipRequest, other: Partner, second: Callable[..., RecipientClaim]
) -> None:
    made = make_claim(request_, other)
    actor = actor_of(provider)
    allow_claim(actor=actor, now=NOW, claim=made)
    assert refused(lambda: second(actor=actor, now=LATER, claim=made)) == ["claim-undecided"]
    assert OutgoingMail.objects.filter(kind__startswith="claim-").count() == 1


def test_claim_replaced_by_a_newer_link_is_moot_until_the_company_asks_with_that_one(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made, actor = make_claim(request_, other), actor_of(provider)
    PartnershipRequest.objects.update(link_version=2)
    assert refused(lambda: allow_claim(actor=actor, now=NOW, claim=made)) == ["claim-replaced"]
    again = claim(PartnershipRequest.objects.get(), actor_of(other), now=LATER)
    assert (again.pk, again.link_version, again.claimed_at) == (made.pk, 2, LATER)
    assert allow_claim(actor=actor, now=LATER, claim=again).allowed


def test_a_claim_to_a_closed_request_is_moot(provider: Partner, request_: PartnershipRequest, other: Partner) -> None:
    made, actor = make_claim(request_, other), actor_of(provider)
    withdraw_request(actor=actor, now=NOW, request=request_)
    assert refused(lambda: allow_claim(actor=actor, now=NOW, claim=made)) == ["request-open"]
    assert PartnershipRequest.objects.get().recipient_partner is None


# Pages ----------------------------------------------------------------------------------------------------------------


def test_the_page_offers_to_ask_and_says_afterwards_that_the_provider_is_asked(
    as_user: AsUser, request_: PartnershipRequest, other: Partner
) -> None:
    client = as_user(user_of(other))
    assert claim_path(request_) in client.get(path_of(request_)).content.decode()
    assert client.get(claim_path(request_)).status_code == 405
    answer = client.post(claim_path(request_), follow=True)
    assert answer.redirect_chain == [(path_of(request_), 302)]
    page = answer.content.decode()
    assert "Northlight Distribution is asked." in page
    assert "Wingtip Resale has asked Northlight Distribution on 2026-03-16; there is no answer yet." in page
    assert f'action="{claim_path(request_)}"' not in page
    assert client.post(claim_path(request_)).status_code == 409


def test_the_page_says_that_the_provider_has_refused(
    as_user: AsUser, provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    refuse_claim(actor=actor_of(provider), now=NOW, claim=make_claim(request_, other))
    page = as_user(user_of(other)).get(path_of(request_)).content.decode()
    assert "has decided on 2026-03-16 that Wingtip Resale does not answer this request" in page


def test_a_colleague_with_fewer_rights_cannot_ask(
    as_user: AsUser, request_: PartnershipRequest, other: Partner
) -> None:
    client = as_user(user_of(other, "admin_agent"))
    page = client.get(path_of(request_)).content.decode()
    assert f'action="{claim_path(request_)}"' not in page
    assert "Only a Global admin of Wingtip Resale" in page
    assert client.post(claim_path(request_)).status_code == 403


def test_an_unknown_token_is_unknown_here_too(as_user: AsUser, other: Partner) -> None:
    answer = as_user(user_of(other)).post(reverse("request_claim", kwargs={"token": "x"}))
    assert answer.status_code == 404


def test_the_provider_sees_who_asks_and_decides(
    as_user: AsUser, provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made = make_claim(request_, other)
    client = as_user(user_of(provider, "sales_agent"))
    url = reverse("request", kwargs={"request_id": request_.pk})
    page = client.get(url).content.decode()
    location = other.locations.get()
    for shown in ("Wingtip Resale", "Germany", location.mpn_id, other.tenant.primary_domain, "Waits for your decision"):
        assert shown in page
    answer = client.post(decide_path(made, "allow"), follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "Wingtip Resale can answer the request now" in answer.content.decode()
    assert "Another company allowed to answer" in answer.content.decode()
    assert decide_path(made, "refuse") not in answer.content.decode()
    assert client.post(decide_path(made, "refuse")).status_code == 409
    request_.refresh_from_db()
    assert request_.recipient_partner == other


def test_a_claim_without_anything_to_decide_is_shown_without_buttons(
    as_user: AsUser, provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made = make_claim(request_, other)
    client = as_user(user_of(provider))
    PartnershipRequest.objects.update(link_version=2)
    page = client.get(reverse("request", kwargs={"request_id": request_.pk})).content.decode()
    assert "Nothing to decide any more" in page
    assert decide_path(made, "allow") not in page


@pytest.mark.parametrize("how", ["allow", "refuse"])
def test_strangers_do_not_decide(
    as_user: AsUser, provider: Partner, stranger: Partner, request_: PartnershipRequest, other: Partner, how: str
) -> None:
    made = make_claim(request_, other)
    another = make_request(provider)
    wrong_request = reverse(f"claim_{how}", kwargs={"request_id": another.pk, "claim_id": made.pk})
    assert as_user(user_of(stranger)).post(decide_path(made, how)).status_code == 404
    assert as_user(user_of(other)).post(decide_path(made, how)).status_code == 404
    assert as_user(user_of(provider, "helpdesk_agent")).post(decide_path(made, how)).status_code == 403
    assert as_user(user_of(provider)).post(wrong_request).status_code == 404
    made.refresh_from_db()
    assert made.decided_at is None


def test_somebody_who_has_left_the_company_gets_no_mail_with_the_link(
    provider: Partner, request_: PartnershipRequest, other: Partner
) -> None:
    made = claim(request_, actor_of(other))
    made.claimed_by.memberships.update(ended_at=LATER)
    allow_claim(actor=actor_of(provider), now=LATER, claim=made)
    assert not OutgoingMail.objects.filter(kind="claim-allowed").exists()
