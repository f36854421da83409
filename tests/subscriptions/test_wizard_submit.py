"""The wizard's last steps: Review, Submit, Cancel, Confirmation."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth import authenticate

from customers.accounts.models import Customer
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import submit_draft
from subscriptions.orders.models import Order
from tests.customers.factories import NOW, actor_of, client_of, customer_of
from tests.subscriptions.drafts import make_draft
from tests.subscriptions.factories import line, make_offer


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_review_shows_everything_with_a_way_back_to_each_block(provider: Partner, reseller: Partner) -> None:
    draft = make_draft(provider, line(make_offer(), 10), reseller=reseller, company_name="Bravo GmbH")
    page = client_of(provider).get(f"/customers/new/{draft.pk}/review/").content.decode()
    for told in ("Bravo GmbH", "Germany", "Contoso Resale", "Microsoft 365 Business Basic", "€56.00", "16 Mar 2026"):
        assert told in page
    assert f'href="/customers/new/{draft.pk}/account/"' in page
    assert f'href="/customers/new/{draft.pk}/subscriptions/"' in page
    assert page.count("Update<") == 2


def test_review_warns_without_standing_in_the_way(provider: Partner) -> None:
    """No reseller, and a company name that looks like a slip."""
    draft, client = make_draft(provider, company_name="999"), client_of(provider)
    page = client.get(f"/customers/new/{draft.pk}/review/").content.decode()
    assert "No indirect reseller is chosen" in page
    assert "Please make sure your company name is correct" in page
    assert client.post(f"/customers/new/{draft.pk}/submit/").status_code == 200


def test_review_says_what_has_become_impossible(provider: Partner) -> None:
    """An offer that is not sold any more."""
    offer = make_offer("Exchange Online")
    draft = make_draft(provider, line(offer), line(make_offer("Other")))
    offer.is_available = False
    offer.save()
    client = client_of(provider)
    assert "is not for sale to this customer" in client.get(f"/customers/new/{draft.pk}/review/").content.decode()
    answer = client.post(f"/customers/new/{draft.pk}/submit/")
    assert answer.status_code == 409
    assert answer.content.decode().count("is not for sale to this customer") == 1
    assert not Customer.objects.exists()


def test_submit_answers_with_the_confirmation_and_the_password(provider: Partner, reseller: Partner) -> None:
    """The password signs in; the answer is kept by nobody."""
    draft = make_draft(provider, line(make_offer()), reseller=reseller)
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/submit/")
    page, customer = answer.content.decode(), Customer.objects.get()
    password = answer.context["password"]
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    for told in ("Setup info", f"admin@{customer.domain}", password, str(customer.pk), "Contoso Resale", "Done"):
        assert told in page
    assert f"/customers/?order=newest&amp;new={customer.pk}" in page
    assert authenticate(username=f"admin@{customer.domain}", password=password)


def test_r38_the_password_is_shown_once(provider: Partner) -> None:
    """A reload, a second tab, the back button and a colleague get the confirmation without it, with Reset password."""
    draft, client = make_draft(provider, line(make_offer())), client_of(provider)
    submit, confirmation = f"/customers/new/{draft.pk}/submit/", f"/customers/new/{draft.pk}/confirmation/"
    password = client.post(submit).context["password"]
    for answer in (client.post(submit), client.get(confirmation), client_of(provider).post(submit)):
        assert answer.status_code == 200
        assert password not in answer.content.decode()
        assert "Reset password" in answer.content.decode()
    for step in ("account", "subscriptions", "review"):
        answer = client.get(f"/customers/new/{draft.pk}/{step}/")
        assert (answer.status_code, answer["Location"]) == (302, confirmation)
    assert (Customer.objects.count(), Order.objects.count()) == (1, 1)
    assert not OutgoingMail.objects.filter(html__contains=password).exists()
    assert not any(password in str(data) for data in AuditEvent.objects.values_list("data", flat=True))


def test_a_submitted_draft_takes_no_more_changes(provider: Partner) -> None:
    """409 with a way to the confirmation."""
    draft, client = make_draft(provider), client_of(provider)
    client.post(f"/customers/new/{draft.pk}/submit/")
    for step in ("account", "subscriptions", "cancel"):
        answer = client.post(f"/customers/new/{draft.pk}/{step}/", {"version": "1"})
        assert answer.status_code == 409
        assert f"/customers/new/{draft.pk}/confirmation/" in answer.content.decode()


def test_a_domain_taken_meanwhile_is_told_on_the_account_step_with_everything_kept(
    provider: Partner, reseller: Partner
) -> None:
    draft = make_draft(provider, reseller=reseller, domain_prefix="wanted", company_name="Bravo GmbH")
    customer_of(provider, domain_prefix="wanted")
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/submit/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "wanted.onmicrosoft.com is taken" in page
    assert 'value="Bravo GmbH"' in page
    assert f'action="/customers/new/{draft.pk}/account/"' in page
    assert answer.context["form"].errors.keys() == {"domain_prefix"}


def test_a_partnership_ended_meanwhile_is_told(provider: Partner, reseller: Partner) -> None:
    draft = make_draft(provider, reseller=reseller)
    Partnership.objects.update(ended_at=NOW)
    answer = client_of(provider).post(f"/customers/new/{draft.pk}/submit/")
    assert answer.status_code == 409
    assert "reseller" in answer.context["form"].errors


def test_r51_cancel_drops_it_and_leads_to_the_customers(provider: Partner) -> None:
    """By POST only; afterwards the draft is not there."""
    draft, client = make_draft(provider, line(make_offer())), client_of(provider)
    assert client.get(f"/customers/new/{draft.pk}/cancel/").status_code == 405
    answer = client.post(f"/customers/new/{draft.pk}/cancel/")
    assert (answer.status_code, answer["Location"]) == (302, "/customers/")
    assert not CustomerDraft.objects.exists()
    assert client.get(f"/customers/new/{draft.pk}/review/").status_code == 404


def test_an_expired_draft_says_so_clearly(provider: Partner) -> None:
    """409 on every step, with the way to start again."""
    draft, client = make_draft(provider), client_of(provider)
    CustomerDraft.objects.update(expires_at=NOW)
    for step in ("account", "subscriptions", "review"):
        answer = client.get(f"/customers/new/{draft.pk}/{step}/")
        assert answer.status_code == 409
        assert "has expired" in answer.content.decode()
    assert client.post(f"/customers/new/{draft.pk}/submit/").status_code == 409
    assert not Customer.objects.exists()


def test_strangers_and_colleagues_without_the_right_cannot_submit(provider: Partner, other_provider: Partner) -> None:
    draft = make_draft(provider)
    address = f"/customers/new/{draft.pk}/submit/"
    assert client_of(other_provider).post(address).status_code == 404
    assert client_of(provider, "helpdesk_agent").post(address).status_code == 403
    assert client_of(provider).get(address).status_code == 405
    assert client_of(other_provider).get(f"/customers/new/{draft.pk}/confirmation/").status_code == 404
    assert not Customer.objects.exists()


def test_the_confirmation_of_an_open_draft_leads_to_its_review(provider: Partner) -> None:
    draft = make_draft(provider)
    answer = client_of(provider).get(f"/customers/new/{draft.pk}/confirmation/")
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/new/{draft.pk}/review/")


def test_a_sales_agent_who_submits_sees_no_reset_button(provider: Partner) -> None:
    """It may add customers, not reset passwords."""
    draft = make_draft(provider)
    submit_draft(actor=actor_of(provider), now=NOW, draft_id=draft.pk)
    page = client_of(provider, "sales_agent").get(f"/customers/new/{draft.pk}/confirmation/").content.decode()
    assert "Reset password" not in page
