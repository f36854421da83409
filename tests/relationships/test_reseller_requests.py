"""A reseller asks a provider of the directory, and the provider answers."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.rules import Refused
from relationships.blocks.services import block_provider
from relationships.delegation.models import DelegatedAdmin
from relationships.directory.services import hide_listing
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.reseller_requests import notices, services
from relationships.reseller_requests.models import ResellerRequest
from relationships.reseller_requests.rules import MOST_LATELY, MOST_OPEN
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    actor_of,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
)
from tests.relationships.test_directory import listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture(autouse=True)
def in_the_directory(provider: Partner) -> None:
    """The provider is listed."""
    listed(provider, contact_address="partners@northlight.example")


def ask(reseller: Partner, provider: Partner, **changes: Any) -> ResellerRequest:
    """Ask for a partnership."""
    values = {"message": "We sell to clinics.", "ticked": True, "now": NOW, **changes}
    return services.ask_provider(actor=actor_of(reseller), provider=provider, **values)


def refused(reseller: Partner, provider: Partner, **changes: Any) -> list[str]:
    """Return the codes that refuse to ask."""
    with pytest.raises(Refused) as caught:
        ask(reseller, provider, **changes)
    return [each.code for each in caught.value.refusals]


def not_accepted(request: ResellerRequest) -> list[str]:
    """Return the codes that refuse to accept."""
    with pytest.raises(Refused) as caught:
        services.accept_reseller_request(actor=actor_of(request.provider), now=NOW, request=request)
    return [each.code for each in caught.value.refusals]


def test_asking_tells_the_provider_by_notice_and_by_mail_to_its_listing(provider: Partner, reseller: Partner) -> None:
    admin = membership_in(provider).user
    membership_in(provider, "helpdesk_agent")
    request = ask(reseller, provider)
    assert (request.state, request.expires_at) == ("sent", NOW + timedelta(days=settings.PARTNERSHIP_REQUEST_DAYS))
    mail = OutgoingMail.objects.get(kind="reseller-request")
    assert (mail.to_address, mail.from_name) == ("partners@northlight.example", "Contoso Resale")
    assert "We sell to clinics." in mail.text
    assert reverse("received_request", args=[request.pk]) in mail.text
    readers = Notification.objects.filter(kind="reseller_request.sent", tenant=provider.tenant)
    assert admin.pk in readers.values_list("user", flat=True)
    assert not Partnership.objects.exists()


def test_without_a_contact_address_the_global_admins_get_the_mail(reseller: Partner, stranger: Partner) -> None:
    membership_in(stranger, email="boss@stranger.example")
    membership_in(stranger, "sales_agent", email="sales@stranger.example")
    listed(stranger)
    ask(reseller, stranger)
    addresses = set(OutgoingMail.objects.filter(kind="reseller-request").values_list("to_address", flat=True))
    assert "boss@stranger.example" in addresses
    assert "sales@stranger.example" not in addresses


def test_accepting_opens_the_partnership_and_tells_the_reseller(provider: Partner, reseller: Partner) -> None:
    """R13, R14: both lists, admin access; the waiting mail to the provider is not sent any more."""
    request = ask(reseller, provider)
    partnership = services.accept_reseller_request(actor=actor_of(provider), now=NOW, request=request)
    request.refresh_from_db()
    assert (request.state, request.partnership) == ("accepted", partnership)
    assert (partnership.provider, partnership.reseller, partnership.ended_at) == (provider, reseller, None)
    assert DelegatedAdmin.objects.filter(granting=reseller.pk, holder=provider.pk).exists()
    assert OutgoingMail.objects.get(kind="reseller-request").state == "cancelled"
    told = OutgoingMail.objects.get(kind="reseller-request-accepted")
    assert told.to_address == request.created_by.email
    assert Notification.objects.filter(kind="reseller_request.accepted", tenant=reseller.tenant).exists()


def test_declining_tells_the_reseller_the_reason(provider: Partner, reseller: Partner) -> None:
    request = ask(reseller, provider)
    services.decline_reseller_request(actor=actor_of(provider), now=NOW, request=request, reason=" Too far away. ")
    request.refresh_from_db()
    assert (request.state, request.reason) == ("declined", "Too far away.")
    assert "Too far away." in OutgoingMail.objects.get(kind="reseller-request-declined").text
    assert not_accepted(request) == ["asked-open"]


def test_withdrawing_tells_the_provider_and_ends_it(provider: Partner, reseller: Partner) -> None:
    request = ask(reseller, provider)
    services.withdraw_reseller_request(actor=actor_of(reseller), now=NOW, request=request)
    assert OutgoingMail.objects.get(kind="reseller-request").state == "cancelled"
    with pytest.raises(Refused):
        services.withdraw_reseller_request(actor=actor_of(reseller), now=NOW, request=request)
    assert ask(reseller, provider).pk != request.pk


def test_expiry_is_swept_once_and_counts_before_it_is(provider: Partner, reseller: Partner) -> None:
    membership_in(reseller)
    request = ask(reseller, provider)
    later = request.expires_at
    assert request.state_at(later) == "expired"
    assert services.expire_reseller_requests(now=later - timedelta(seconds=1)) == 0
    assert services.expire_reseller_requests(now=later + timedelta(days=3)) == 1
    assert services.expire_reseller_requests(now=later + timedelta(days=4)) == 0
    request.refresh_from_db()
    assert (request.state, request.closed_at, request.closed_by) == ("expired", later, "portal")
    assert Notification.objects.filter(kind="reseller_request.expired", tenant=reseller.tenant).exists()


def test_an_overdue_request_that_nobody_has_swept_does_not_stand_in_the_way(
    provider: Partner, reseller: Partner
) -> None:
    first = ask(reseller, provider)
    second = ask(reseller, provider, now=first.expires_at)
    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "sent")


def test_asked_once_while_the_request_is_open(provider: Partner, reseller: Partner) -> None:
    ask(reseller, provider)
    assert refused(reseller, provider) == ["asked-once"]


def test_asked_invited_when_the_provider_has_asked_first(provider: Partner, reseller: Partner) -> None:
    """To an address at its domain, or claimed by it; a draft nobody has sent says nothing."""
    draft = make_request(provider, reseller, state="draft", delivery="none", sent_at=None)
    ask(reseller, provider)
    ResellerRequest.objects.all().delete()
    draft.state, draft.sent_at = "sent", NOW
    draft.save()
    assert refused(reseller, provider) == ["asked-invited"]
    other = make_partner("Another Resale")
    make_request(provider, recipient_partner=other)
    assert refused(other, provider) == ["asked-invited"]


def test_asked_invited_at_a_verified_address_of_its_people(provider: Partner, reseller: Partner) -> None:
    membership_in(reseller, email="robin@gmail.com")
    make_request(provider, recipient_address="robin@gmail.com")
    assert refused(reseller, provider) == ["asked-invited"]


def test_asked_listed_providers_only(provider: Partner, reseller: Partner) -> None:
    hide_listing(actor=actor_of(provider), now=NOW, listing=provider.listing)
    assert refused(reseller, provider) == ["asked-listed"]


def test_asked_blocked_providers_not(provider: Partner, reseller: Partner) -> None:
    block_provider(actor=actor_of(reseller), now=NOW, reseller=reseller, provider=provider)
    assert refused(reseller, provider) == ["asked-blocked"]


def test_asked_pause_of_seven_days_after_a_decline(provider: Partner, reseller: Partner) -> None:
    """Seven days after a decline, to the second."""
    request = ask(reseller, provider)
    services.decline_reseller_request(actor=actor_of(provider), now=NOW, request=request, reason="")
    week = timedelta(days=7)
    assert refused(reseller, provider, now=NOW + week - timedelta(seconds=1)) == ["asked-pause"]
    assert ask(reseller, provider, now=NOW + week).state == "sent"


def test_asked_limit_of_open_requests(provider: Partner, reseller: Partner) -> None:
    for number in range(MOST_OPEN):
        other = make_partner(f"Provider {number}", PROVIDER)
        listed(other)
        ask(reseller, other)
    assert refused(reseller, provider) == ["asked-limit"]
    one = ResellerRequest.objects.first()
    assert one
    services.withdraw_reseller_request(actor=actor_of(reseller), now=NOW, request=one)
    assert ask(reseller, provider).state == "sent"


def test_asked_tick_is_needed(provider: Partner, reseller: Partner) -> None:
    """R12: the explicit tick."""
    assert refused(reseller, provider, ticked=False) == ["asked-tick"]


def test_asked_enrolled_resellers_only(provider: Partner) -> None:
    """R11: neither an applicant nor a direct-bill partner asks."""
    pending = make_partner("Pending Resale", state=Enrolment.State.PENDING, signed=False)
    assert refused(pending, provider) == ["asked-enrolled"]
    assert refused(make_partner("Direct", DIRECT), provider) == ["asked-enrolled"]


def test_asked_open_or_not_answered_at_all(provider: Partner, reseller: Partner) -> None:
    """What is over is neither accepted nor declined."""
    request = ask(reseller, provider)
    with pytest.raises(Refused) as caught:
        services.decline_reseller_request(actor=actor_of(provider), now=request.expires_at, request=request, reason="")
    assert [each.code for each in caught.value.refusals] == ["asked-open"]


def test_r01_only_within_one_region(provider: Partner) -> None:
    """Asking and accepting alike: a region may have been put right in between."""
    assert refused(make_partner("American Resale", country="US"), provider) == ["R1"]
    moved = make_partner("Moving Resale")
    request = ask(moved, provider)
    moved.region_id = make_partner("Anybody", country="US").region_id
    moved.save()
    assert not_accepted(request) == ["R1"]


def test_r70_neither_side_is_suspended(provider: Partner, reseller: Partner) -> None:
    request = ask(reseller, provider)
    Partner.objects.update(status=Partner.Status.SUSPENDED)
    assert not_accepted(request) == ["R70", "R70"]
    other = make_partner("Suspended Resale")
    Partner.objects.filter(pk=provider.pk).update(status=Partner.Status.ACTIVE)
    Partner.objects.filter(pk=other.pk).update(status=Partner.Status.SUSPENDED)
    assert refused(other, provider) == ["R70"]


def test_r19_a_provider_without_its_agreement_accepts_nobody(provider: Partner, reseller: Partner) -> None:
    request = ask(reseller, provider)
    provider.agreements.all().delete()
    assert not_accepted(request) == ["R19"]


def test_partners_need_not_ask_and_a_request_that_has_become_moot_is_not_accepted(
    provider: Partner, reseller: Partner
) -> None:
    request = ask(reseller, provider)
    make_partnership(provider, reseller)
    assert refused(reseller, provider) == ["R16-partners"]
    assert not_accepted(request) == ["R16-partners"]


def test_a_request_of_the_provider_to_the_same_reseller_stays_and_its_link_says_why(
    provider: Partner, reseller: Partner
) -> None:
    request = ask(reseller, provider)
    other_way = make_request(provider, reseller)
    services.accept_reseller_request(actor=actor_of(provider), now=NOW, request=request)
    other_way.refresh_from_db()
    assert other_way.state == "sent"


def test_nobody_asks_the_own_company(provider: Partner) -> None:
    with pytest.raises(ValueError, match="another company"):
        ask(provider, provider)


def test_asked_too_often_who_withdraws_and_asks_in_turn_floods_nobody(provider: Partner, reseller: Partner) -> None:
    """Each request is a mail to the provider: three within seven days, withdrawn or not; another provider is free."""
    for day in range(MOST_LATELY):
        made = ask(reseller, provider, now=NOW + timedelta(days=day))
        services.withdraw_reseller_request(actor=actor_of(reseller), now=NOW + timedelta(days=day), request=made)
    with pytest.raises(Refused) as caught:
        ask(reseller, provider, now=NOW + timedelta(days=4))
    assert [each.code for each in caught.value.refusals] == ["asked-too-often"]
    assert "2026-03-23" in caught.value.refusals[0].remedy
    another = make_partner("Southlight", programme=PROVIDER)
    listed(another)
    assert ask(reseller, another, now=NOW + timedelta(days=4))
    assert ask(reseller, provider, now=NOW + timedelta(days=7))


def test_a_request_with_which_something_is_wrong_holds_up_no_other_expiry(provider: Partner, reseller: Partner) -> None:
    broken, other = ask(reseller, provider), ask(make_partner("Kessler Cloud"), provider)

    def failing(*, request: ResellerRequest, **rest: Any) -> None:
        if request == broken:
            raise LookupError

    with patch.object(notices, "tell_expired", failing):
        assert services.expire_reseller_requests(now=other.expires_at) == 1
    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, other.state) == ("sent", "expired")


def test_somebody_who_has_left_the_reseller_gets_no_mail_about_its_request(
    provider: Partner, reseller: Partner
) -> None:
    request = ask(reseller, provider)
    request.created_by.memberships.update(ended_at=NOW)
    services.decline_reseller_request(actor=actor_of(provider), now=NOW, request=request, reason="Too far away.")
    assert not OutgoingMail.objects.filter(kind="reseller-request-declined").exists()
