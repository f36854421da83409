"""The page behind the link: for strangers, for members, and every answer it gives."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from foundation.users.models import User
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.requests.links import path_of, token_of
from relationships.requests.models import PartnershipRequest
from tests.factories import MembershipFactory, UserFactory
from tests.relationships.factories import (
    DIRECT,
    NOW,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def accept_path(request: PartnershipRequest) -> str:
    """Return where the acceptance is sent."""
    return reverse("request_accept", kwargs={"token": token_of(request)})


def decline_path(request: PartnershipRequest) -> str:
    """Return where the refusal is sent."""
    return reverse("request_decline", kwargs={"token": token_of(request)})


def test_a_stranger_learns_who_asks_and_can_sign_in_or_enrol_and_come_back(
    client: Client, provider: Partner, reseller: Partner
) -> None:
    request = make_request(provider, reseller)
    answer = client.get(path_of(request))
    assert answer.status_code == 200
    page = text(answer)
    assert provider.name in page
    assert f"{reverse('account_login')}?{urlencode({'next': path_of(request)})}" in page
    assert f"{reverse('enrol')}?request={token_of(request)}" in page
    for hidden in (reseller.name, request.recipient_address, request.created_by.username):
        assert hidden not in page


def test_unknown_edited_and_foreign_tokens_look_the_same(client: Client, provider: Partner) -> None:
    """To strangers and to people signed in."""
    request = make_request(provider)
    path, token = path_of(request), token_of(request)
    PartnershipRequest.objects.filter(pk=request.pk).delete()
    wrong = [path, path.replace(token, token[:-1]), path.replace(token, "x"), path.replace(token, "A" * 48)]
    answers = [client.get(each) for each in wrong]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub("(csrf|next=|value=|Token)[^>]*", "", text(answer)) for answer in answers}
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expires_at": NOW}, "This link expired on"),
        ({"state": "withdrawn", "closed_at": NOW}, "withdrew this request on"),
        ({"state": "declined", "closed_at": NOW}, "was declined on"),
    ],
)
def test_a_dead_link_says_what_happened_and_what_to_do(
    client: Client, provider: Partner, change: dict[str, Any], says: str
) -> None:
    answer = client.get(path_of(make_request(provider, **change)))
    assert answer.status_code == 409
    assert says in text(answer)
    assert "new request" in text(answer)


def test_a_replaced_link_says_so(client: Client, provider: Partner) -> None:
    request = make_request(provider)
    path = path_of(request)
    PartnershipRequest.objects.filter(pk=request.pk).update(link_version=2)
    answer = client.get(path)
    assert answer.status_code == 409
    assert "replaced by a newer one" in text(answer)


def test_the_full_page_tells_who_asks_and_what_it_means(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    page = text(as_user(user_of(reseller)).get(path_of(make_request(provider, reseller))))
    for shown in (
        provider.name,
        "Europe",
        "submit orders and add subscriptions",
        "admin access to your account",
        "customers are handed over",
        "Authorize indirect provider",
        "Decline",
    ):
        assert shown in page


def test_r12_opening_the_link_never_accepts(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    client = as_user(user_of(reseller))
    client.get(path_of(request))
    assert client.get(accept_path(request)).status_code == 405
    request.refresh_from_db()
    assert (request.state, request.viewed_at, request.version) == ("sent", None, 1)


def test_accepting_leads_to_the_list_with_the_provider_in_it(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    request = make_request(provider, reseller)
    answer = as_user(user_of(reseller)).post(accept_path(request), {"ticked": "on"}, follow=True)
    assert answer.redirect_chain == [(reverse("providers"), 302)]
    assert "You and Northlight Distribution are partners now." in text(answer)
    assert Partnership.objects.get().reseller == reseller
    assert reseller.name in text(as_user(user_of(provider)).get(reverse("resellers")))


def test_without_the_tick_nothing_is_accepted(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    answer = as_user(user_of(reseller)).post(accept_path(make_request(provider, reseller)), {})
    assert answer.status_code == 400
    assert "Tick the box to authorize" in text(answer)
    assert not Partnership.objects.exists()


def test_the_agreement_is_offered_first_and_can_be_signed_later(as_user: AsUser, provider: Partner) -> None:
    unsigned = make_partner("Unsigned Resale", signed=False)
    request = make_request(provider, unsigned)
    client = as_user(user_of(unsigned))
    page = text(client.get(path_of(request)))
    assert "Sign the Partner Agreement first" in page
    assert "cannot transact yet" in page
    form = {"agreed": "on", "text_version": "1.0", "next": path_of(request)}
    answer = client.post(reverse("agreement_sign"), form)
    assert answer["Location"] == path_of(request)
    assert "Sign the Partner Agreement first" not in text(client.get(path_of(request)))


def test_skipping_the_agreement_accepts_and_both_lists_say_cannot_transact_yet(
    as_user: AsUser, provider: Partner
) -> None:
    unsigned = make_partner("Unsigned Resale", signed=False)
    client = as_user(user_of(unsigned))
    answer = client.post(accept_path(make_request(provider, unsigned)), {"ticked": "on"}, follow=True)
    assert "You cannot transact yet" in text(answer)
    assert "Cannot transact yet" in text(as_user(user_of(provider)).get(reverse("resellers")))


def test_declining_with_a_reason(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    answer = as_user(user_of(reseller)).post(decline_path(request), {"reason": "Enough providers."})
    assert answer["Location"] == reverse("home")
    request.refresh_from_db()
    assert (request.state, request.reason) == ("declined", "Enough providers.")


def test_a_reason_that_is_too_long_is_kept_and_refused(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    answer = as_user(user_of(reseller)).post(decline_path(make_request(provider, reseller)), {"reason": "y" * 501})
    assert answer.status_code == 400
    assert "y" * 501 in text(answer)


def test_a_reason_that_is_too_long_does_not_hide_that_the_request_is_for_another_company(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    """Neither another partner nor a customer's Global admin gets the page of the company asked."""
    request = make_request(provider, reseller)
    customer = MembershipFactory.create(roles=["global_admin"], user__email_verified_at=NOW)
    for user in (user_of(make_partner("Wingtip Resale")), customer.user):
        answer = as_user(user).post(decline_path(request), {"reason": "y" * 501})
        assert answer.status_code == 409
        assert "Authorize indirect provider" not in text(answer)
        assert "y" * 501 not in text(answer)
    request.refresh_from_db()
    assert request.state == "sent"


def test_a_colleague_with_fewer_rights_learns_who_can_accept(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    membership_in(reseller, first_name="Gloria", last_name="Admin")
    request = make_request(provider, reseller)
    client = as_user(user_of(reseller, "admin_agent"))
    page = client.get(path_of(request))
    assert page.status_code == 403
    assert "Gloria Admin" in text(page)
    assert client.post(accept_path(request), {"ticked": "on"}).status_code == 403
    assert client.post(decline_path(request), {}).status_code == 403


def test_a_wrong_company_is_told_and_cannot_accept(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    other = make_partner("Wingtip Resale")
    request = make_request(provider, reseller)
    client = as_user(user_of(other))
    page = client.get(path_of(request))
    assert page.status_code == 409
    assert "This request is for Contoso Resale; you are signed in for Wingtip Resale." in text(page)
    assert client.post(accept_path(request), {"ticked": "on"}).status_code == 409
    assert not Partnership.objects.exists()


@pytest.mark.parametrize(
    ("programme", "state", "code"),
    [
        (None, "active", "R11"),
        ("indirect_reseller", "pending", "R11-pending"),
        ("indirect_reseller", "rejected", "R11-rejected"),
        (DIRECT, "active", "R32"),
    ],
)
def test_who_is_no_reseller_is_told_what_to_do(
    as_user: AsUser, provider: Partner, programme: str | None, state: str, code: str
) -> None:
    company = make_partner("Somebody", programme, state=Enrolment.State(state))  # type: ignore[arg-type]
    page = as_user(user_of(company)).get(path_of(make_request(provider, company)))
    assert page.status_code == 409
    assert code in text(page)


def test_another_region_names_both(as_user: AsUser, provider: Partner) -> None:
    far = make_partner("Far Resale", country="US")
    page = text(as_user(user_of(far)).get(path_of(make_request(provider, far))))
    assert "Northlight Distribution is in the region Europe, Far Resale in United States." in page


def test_the_provider_itself_is_told_that_it_is_its_own_link(as_user: AsUser, provider: Partner) -> None:
    page = as_user(user_of(provider)).get(path_of(make_request(provider)))
    assert page.status_code == 409
    assert "own link" in text(page)


def test_partners_already_are_led_to_the_list(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    make_partnership(provider, reseller)
    page = as_user(user_of(reseller)).get(path_of(make_request(provider, reseller)))
    assert page.status_code == 409
    assert "are already partners since 2026-03-16" in text(page)
    assert reverse("providers") in text(page)


def test_somebody_without_an_organisation_is_led_to_enrolment(as_user: AsUser, provider: Partner) -> None:
    request = make_request(provider)
    page = as_user(UserFactory.create()).get(path_of(request))
    assert page.status_code == 403
    assert f"{reverse('enrol')}?request={token_of(request)}" in text(page)


def test_the_page_itself_records_the_first_look(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller)
    viewed = reverse("request_viewed", kwargs={"token": token_of(request)})
    client = as_user(user_of(reseller))
    assert viewed in text(client.get(path_of(request)))
    assert client.post(viewed).status_code == 204
    request.refresh_from_db()
    assert request.viewed_at == NOW
    assert Client().post(viewed).status_code == 302, "who is not signed in is not counted"
    assert client.post(viewed.replace(token_of(request), "x")).status_code == 404


def test_the_page_is_not_kept_by_caches(client: Client, provider: Partner) -> None:
    assert "no-store" in client.get(path_of(make_request(provider)))["Cache-Control"]


def test_accepting_an_expired_link_is_a_conflict(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    request = make_request(provider, reseller, expires_at=NOW - timedelta(seconds=1))
    answer = as_user(user_of(reseller)).post(accept_path(request), {"ticked": "on"})
    assert answer.status_code == 409
    assert "expired on" in text(answer)
