"""A reseller takes no further requests from a provider: set while declining or later, kept, and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from foundation.users.models import User
from relationships.answers import services as answers
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import block_provider, end_block
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests import services
from relationships.requests.blocked import blocked_among
from relationships.requests.links import Followed, path_of, token_of
from relationships.requests.models import PartnershipRequest
from tests.factories import MembershipFactory
from tests.relationships.factories import (
    NOW,
    actor_of,
    make_block,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
LIST = "/providers/blocked/"


def ask(provider: Partner, address: str) -> PartnershipRequest:
    """Ask an address for a partnership."""
    actor = actor_of(provider)
    return services.create_request(actor=actor, now=NOW, company="Contoso", address=address, language="en")


def refused(provider: Partner, address: str) -> list[str]:
    """Return which rules refuse to ask this address."""
    with pytest.raises(Refused) as caught:
        ask(provider, address)
    assert all(each.text and each.remedy for each in caught.value.refusals)
    return [each.code for each in caught.value.refusals]


def decline_path(request: PartnershipRequest) -> str:
    """Return where the refusal is sent."""
    return reverse("request_decline", kwargs={"token": token_of(request)})


def test_asking_blocked_at_the_resellers_own_domain_is_refused(provider: Partner, reseller: Partner) -> None:
    make_block(reseller, provider)
    with pytest.raises(Refused) as caught:
        ask(provider, f"Sales@{reseller.tenant.primary_domain}")
    (refusal,) = caught.value.refusals
    assert refusal.code == "asking-blocked"
    assert "2026-03-16" in refusal.text
    assert "outside the portal" in refusal.remedy
    assert reseller.name not in refusal.text, "it is not told whose address that is"
    assert not PartnershipRequest.objects.exists()


def test_asking_blocked_at_a_verified_address_of_one_of_its_people(provider: Partner, reseller: Partner) -> None:
    make_block(reseller, provider)
    membership_in(reseller, email="Boss@private.example")
    membership_in(reseller, email="claimed@elsewhere.example", email_verified_at=None)
    membership_in(reseller, email="gone@elsewhere.example", is_active=False)
    assert refused(provider, "boss@private.example") == ["asking-blocked"]
    assert ask(provider, "claimed@elsewhere.example")
    assert ask(provider, "gone@elsewhere.example")


def test_asking_blocked_at_the_address_that_was_declined(provider: Partner, reseller: Partner) -> None:
    """Whoever had that address then may have left since: the company has answered for it."""
    membership = membership_in(reseller, email="boss@private.example")
    request = make_request(provider, recipient_address="boss@private.example")
    followed = Followed(request, True)
    answers.decline_request(actor=actor_of(reseller), now=NOW, followed=followed, reason="", block=True)
    membership.ended_at = NOW
    membership.save()
    assert refused(provider, "boss@private.example") == ["asking-blocked"]
    assert ask(provider, "another@private.example")


def test_asking_blocked_stops_that_provider_only(provider: Partner, stranger: Partner, reseller: Partner) -> None:
    make_block(reseller, provider)
    assert ask(stranger, f"info@{reseller.tenant.primary_domain}")


def test_asking_blocked_a_free_mail_domain_belongs_to_nobody(provider: Partner) -> None:
    make_block(make_partner("Sly Resale", domain="gmail.com"), provider)
    assert ask(provider, "victim@gmail.com")


def test_asking_blocked_ends_when_the_block_is_taken_back(provider: Partner, reseller: Partner) -> None:
    block = make_block(reseller, provider)
    end_block(actor=actor_of(reseller), now=NOW + timedelta(days=1), block=block)
    assert ask(provider, f"info@{reseller.tenant.primary_domain}")


def test_many_addresses_are_looked_up_in_one_query(
    provider: Partner, reseller: Partner, django_assert_num_queries: Callable[..., object]
) -> None:
    make_block(reseller, provider)
    other = make_partner("Wingtip Resale")
    make_block(other, provider, since=NOW - timedelta(days=1))
    membership_in(other, email="boss@private.example")
    addresses = [f"a{number}@{reseller.tenant.primary_domain}" for number in range(200)]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = blocked_among(provider.pk, [*addresses, "boss@private.example", "free@nobody.example"])
    assert found == {**dict.fromkeys(addresses, NOW), "boss@private.example": NOW - timedelta(days=1)}


def test_blocking_twice_and_ending_twice_changes_nothing_more(provider: Partner, reseller: Partner) -> None:
    actor = actor_of(reseller)
    block = block_provider(actor=actor, now=NOW, reseller=reseller, provider=provider)
    assert block_provider(actor=actor, now=NOW + timedelta(days=1), reseller=reseller, provider=provider) == block
    for day in (2, 3):
        end_block(actor=actor, now=NOW + timedelta(days=day), block=block)
    block.refresh_from_db()
    assert (block.since, block.ended_at, block.ended_by) == (NOW, NOW + timedelta(days=2), actor.name)
    verbs = AuditEvent.objects.filter(subject_type="relationships.RequestBlock").values_list("verb", flat=True)
    assert sorted(verbs) == ["request_block.ended", "request_block.set"]
    assert block_provider(actor=actor, now=NOW + timedelta(days=4), reseller=reseller, provider=provider) != block


def test_declining_with_the_tick_blocks_the_provider(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    client = as_user(user_of(reseller))
    assert "Block further requests from this provider" in client.get(path_of(request)).content.decode()
    answer = client.post(decline_path(request), {"reason": "Enough.", "block": "on"}, follow=True)
    assert "cannot ask you again" in answer.content.decode()
    assert RequestBlock.objects.get().reseller == reseller
    assert refused(provider, request.recipient_address) == ["asking-blocked"]
    page = as_user(user_of(provider)).get(reverse("request", kwargs={"request_id": request.pk})).content.decode()
    assert "Enough." in page, "the provider sees the reason"


def test_declining_without_the_tick_blocks_nobody(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    as_user(user_of(reseller)).post(decline_path(request), {"reason": "Not now."})
    assert not RequestBlock.objects.exists()
    assert ask(provider, request.recipient_address)


def test_a_company_that_is_no_reseller_is_not_offered_the_block(as_user: AsUser, provider: Partner) -> None:
    member = MembershipFactory.create(tenant__primary_domain="woodgrove.example")
    request = make_request(provider, recipient_address="it@woodgrove.example")
    client = as_user(member.user)
    assert "Block further requests" not in client.get(path_of(request)).content.decode()
    assert client.post(decline_path(request), {"block": "on"}).status_code == 302
    assert PartnershipRequest.objects.get().state == "declined"
    assert not RequestBlock.objects.exists()


def test_a_present_partner_can_be_blocked_and_stays_a_partner(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    make_partnership(provider, reseller)
    client = as_user(user_of(reseller))
    url = reverse("provider", kwargs={"partner_id": provider.pk})
    assert "the partnership there is stays as it is" in client.get(url).content.decode()
    block = reverse("provider_block", kwargs={"partner_id": provider.pk})
    answer = client.post(block, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "You take no further requests from Northlight Distribution." in answer.content.decode()
    assert Partnership.objects.open().count() == 1
    page = client.get(url).content.decode()
    assert "Blocked since" in page
    assert reverse("provider_unblock", kwargs={"partner_id": provider.pk}) in page


def test_the_list_shows_what_is_blocked_and_takes_it_back(
    as_user: AsUser, provider: Partner, stranger: Partner, reseller: Partner
) -> None:
    make_block(reseller, provider)
    make_block(make_partner("Wingtip Resale"), stranger)
    client = as_user(user_of(reseller))
    page = client.get(LIST).content.decode()
    assert "Northlight Distribution" in page
    assert "Stranger Distribution" not in page
    unblock = reverse("provider_unblock", kwargs={"partner_id": provider.pk})
    answer = client.post(unblock, follow=True)
    assert "can ask you for a partnership again" in answer.content.decode()
    assert "No provider is blocked" in answer.content.decode()
    assert client.post(unblock).status_code == 302, "pressed twice"


def test_only_a_global_admin_of_a_reseller_blocks(
    as_user: AsUser, provider: Partner, stranger: Partner, reseller: Partner
) -> None:
    make_partnership(provider, reseller)
    block = reverse("provider_block", kwargs={"partner_id": provider.pk})
    agent = as_user(user_of(reseller, "admin_agent"))
    assert agent.post(block).status_code == 403
    assert agent.get(LIST).status_code == 403
    assert block not in agent.get(reverse("provider", kwargs={"partner_id": provider.pk})).content.decode()
    assert as_user(user_of(provider)).post(block).status_code == 404
    unknown = reverse("provider_block", kwargs={"partner_id": stranger.pk})
    assert as_user(user_of(reseller)).post(unknown).status_code == 404
    unblock = reverse("provider_unblock", kwargs={"partner_id": stranger.pk})
    make_block(make_partner("Wingtip Resale"), stranger)
    assert as_user(user_of(reseller)).post(unblock).status_code == 404
    assert RequestBlock.objects.filter(ended_at=None).count() == 1
