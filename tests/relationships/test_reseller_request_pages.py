"""The pages of a reseller's request: asking from the directory, answering, taking back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from foundation.users.models import User
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.reseller_requests import services
from relationships.reseller_requests.models import ResellerRequest
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_partnership, user_of
from tests.relationships.test_directory import listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def in_the_directory(provider: Partner) -> None:
    """The provider is listed."""
    listed(provider)


@pytest.fixture
def asked(provider: Partner, reseller: Partner) -> ResellerRequest:
    """An open request of the reseller."""
    return services.ask_provider(
        actor=actor_of(reseller), now=NOW, provider=provider, message="We sell to clinics.", ticked=True
    )


def test_the_page_says_what_accepting_means_and_asking_leads_to_the_request(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    client = as_user(user_of(reseller))
    shown = client.get(reverse("directory_listing", args=[provider.pk])).content.decode()
    assert "What accepting means" in shown
    answer = client.post(reverse("provider_ask", args=[provider.pk]), {"message": "Hello", "ticked": "on"})
    made = ResellerRequest.objects.get()
    assert answer["Location"] == reverse("made_request", args=[made.pk])
    assert (made.message, made.reseller, made.provider) == ("Hello", reseller, provider)
    page = client.get(answer["Location"]).content.decode()
    assert "Northlight Distribution" in page
    assert "Withdraw" in page
    assert "Northlight Distribution" in client.get(reverse("made_requests")).content.decode()


def test_pressed_twice_asks_once_and_the_second_tab_is_told(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    client, url = as_user(user_of(reseller)), reverse("provider_ask", args=[provider.pk])
    assert client.post(url, {"ticked": "on"}).status_code == 302
    second = client.post(url, {"ticked": "on", "message": "Typed in the second tab"})
    assert second.status_code == 409
    assert "is still open" in second.content.decode()
    assert "Typed in the second tab" in second.content.decode()
    assert ResellerRequest.objects.count() == 1


def test_without_the_tick_it_is_bad_input_and_the_message_stays(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    answer = as_user(user_of(reseller)).post(reverse("provider_ask", args=[provider.pk]), {"message": "Hello there"})
    assert answer.status_code == 400
    assert "Tick the box to ask for a partnership." in answer.content.decode()
    assert "Hello there" in answer.content.decode()


def test_who_may_not_ask_now_reads_why(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """The button is drawn disabled with the reason of the rule."""
    make_partnership(provider, reseller)
    shown = as_user(user_of(reseller)).get(reverse("directory_listing", args=[provider.pk])).content.decode()
    assert 'aria-disabled="true"' in shown
    assert "are already partners" in shown
    pending = make_partner("Pending Resale", state=Enrolment.State.PENDING, signed=False)
    shown = as_user(user_of(pending)).get(reverse("directory_listing", args=[provider.pk])).content.decode()
    assert "is not enrolled as an indirect reseller" in shown


def test_a_colleague_without_the_right_reads_who_can_ask(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    client = as_user(user_of(reseller, "admin_agent"))
    shown = client.get(reverse("directory_listing", args=[provider.pk])).content.decode()
    assert "A Global admin of your company" in shown
    assert client.post(reverse("provider_ask", args=[provider.pk]), {"ticked": "on"}).status_code == 403
    assert not ResellerRequest.objects.exists()


def test_the_provider_finds_it_under_received_requests_and_accepts(
    as_user: AsUser, provider: Partner, reseller: Partner, asked: ResellerRequest
) -> None:
    client = as_user(user_of(provider, "sales_agent"))
    assert reverse("received_requests") in client.get(reverse("resellers")).content.decode()
    assert "Contoso Resale" in client.get(reverse("received_requests")).content.decode()
    shown = client.get(reverse("received_request", args=[asked.pk])).content.decode()
    assert "We sell to clinics." in shown
    answer = client.post(reverse("received_request_accept", args=[asked.pk]))
    assert answer["Location"] == reverse("reseller", args=[reseller.pk])
    assert Partnership.objects.get().reseller == reseller
    again = client.post(reverse("received_request_accept", args=[asked.pk]))
    assert again.status_code == 409
    assert "no longer open" in again.content.decode()


def test_declining_with_a_reason_which_the_reseller_reads(
    as_user: AsUser, provider: Partner, reseller: Partner, asked: ResellerRequest
) -> None:
    client, url = as_user(user_of(provider)), reverse("received_request_decline", args=[asked.pk])
    assert client.post(url, {"reason": "x" * 501}).status_code == 400
    assert client.post(url, {"reason": "We have no room."})["Location"] == reverse("received_requests")
    second = client.post(url, {"reason": "Typed again"})
    assert second.status_code == 409
    assert "Typed again" in second.content.decode()
    shown = as_user(user_of(reseller)).get(reverse("made_request", args=[asked.pk])).content.decode()
    assert "We have no room." in shown
    assert "Withdraw" not in shown.split("<main")[1].split("What has happened")[0]


def test_withdrawing(as_user: AsUser, reseller: Partner, asked: ResellerRequest) -> None:
    client, url = as_user(user_of(reseller)), reverse("made_request_withdraw", args=[asked.pk])
    assert client.post(url)["Location"] == reverse("made_request", args=[asked.pk])
    assert client.post(url).status_code == 409
    assert as_user(user_of(reseller, "admin_agent")).post(url).status_code == 403


def test_strangers_see_none_of_it(as_user: AsUser, stranger: Partner, asked: ResellerRequest) -> None:
    """Nor does the provider see the reseller's side, or the reseller the provider's."""
    for name in ("received_request", "received_request_accept", "received_request_decline"):
        method = "get" if name == "received_request" else "post"
        answer = getattr(as_user(user_of(stranger)), method)(reverse(name, args=[asked.pk]))
        assert answer.status_code == 404, name
    other = as_user(user_of(make_partner("Other Resale")))
    assert other.get(reverse("made_request", args=[asked.pk])).status_code == 404
    assert other.post(reverse("made_request_withdraw", args=[asked.pk])).status_code == 404
    assert "Contoso" not in as_user(user_of(stranger)).get(reverse("received_requests")).content.decode()
    assert as_user(user_of(asked.provider)).get(reverse("made_request", args=[asked.pk])).status_code == 404
    assert as_user(user_of(asked.reseller)).get(reverse("received_request", args=[asked.pk])).status_code == 404


def test_the_lists_are_filtered_by_the_present_state(
    as_user: AsUser, provider: Partner, asked: ResellerRequest
) -> None:
    """An overdue request counts as expired before anybody sweeps."""
    client = as_user(user_of(provider))
    ResellerRequest.objects.filter(pk=asked.pk).update(expires_at=NOW)
    url = reverse("received_requests")
    assert "Contoso Resale" in client.get(url, {"state": "expired"}).content.decode()
    assert "Contoso Resale" not in client.get(url, {"state": "sent"}).content.decode()
    shown = client.get(reverse("received_request", args=[asked.pk])).content.decode()
    assert "Your answer" not in shown


def test_somebody_of_a_company_that_is_both_does_not_find_itself(as_user: AsUser, reseller: Partner) -> None:
    both = make_partner("Both Ways", PROVIDER)
    Enrolment.objects.create(
        partner=both, programme="indirect_reseller", state="active", requested_at=NOW, decided_at=NOW, activated_at=NOW
    )
    listed(both)
    client = as_user(user_of(both))
    assert "Both Ways" not in client.get(reverse("directory")).content.decode().split("list-results")[1]
    assert client.get(reverse("directory_listing", args=[both.pk])).status_code == 404
