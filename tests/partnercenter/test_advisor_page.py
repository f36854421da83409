"""*Supported transactions* and *Work with other partners*: who reads them, and that they say what the portal does."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from customers.adding.decision import addition_refusals
from foundation.rules import REGISTRY, Refused
from partnercenter.advisor.choices import CHOICES, WANTS
from partnercenter.advisor.examples import EXAMPLES
from partnercenter.guide.fitting import fit_of
from relationships.agreements.models import PartnerAgreement
from relationships.answers import services as answers
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme
from relationships.regions.services import load_regions
from relationships.requests.links import Followed
from tests.customers.factories import NOW, account_info, client_of, customer_of
from tests.factories import UserFactory
from tests.relationships.factories import (
    DIRECT,
    PROVIDER,
    RESELLER,
    actor_of,
    make_partner,
    make_partnership,
    make_request,
    sign_mpa,
)
from tests.subscriptions.factories import line, make_offer, order

pytestmark = pytest.mark.django_db

PAGES = ("/advisor/", "/work-with-partners/", "/rules/")


@pytest.fixture(autouse=True)
def world(db: None) -> Iterator[None]:
    """Regions, and the time is NOW."""
    load_regions()
    with time_machine.travel(NOW, tick=False):
        yield


def reader_of(kind: str) -> Client:
    """Return the browser of somebody with this kind of account."""
    if kind in Programme.values:
        return client_of(make_partner("Reader", Programme(kind)))
    client, user = Client(), UserFactory.create()
    if kind == "customer":
        customer = customer_of(make_partner("Seller", PROVIDER))
        user = customer.tenant.memberships.get().user
        user.must_change_password = False
        user.save()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", [*Programme.values, "customer", "nobody"])
def test_everybody_who_is_signed_in_reads_it(kind: str, page: str) -> None:
    """With or without a membership."""
    assert reader_of(kind).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(page: str) -> None:
    answer = Client().get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={page}")


@pytest.mark.parametrize(
    "query",
    [
        "want=nonsense",
        "a_region=atlantis&b_kind=%00",
        "a=not-an-id&b=75b4446c-099f-48c6-9dd7-6305b90f35a0",
        "want=partner&b_kind=none",
        "want=&a_kind=&c_kind=company",
        "want=sell&want=order",
        "unknown=1",
    ],
)
def test_nonsense_gives_a_usable_page(query: str) -> None:
    """What is no answer is as if nothing was said."""
    answer = reader_of("nobody").get(f"/advisor/?{query}")
    assert answer.status_code == 200
    assert "Describe the parties" in answer.content.decode()


def test_the_address_of_an_answer_fills_the_form_and_shows_the_verdict() -> None:
    answer = reader_of("nobody").get("/advisor/?want=partner&b_region=united-states")
    page = answer.content.decode()
    assert answer.context["form"]["b_region"].value() == "united-states"
    assert answer.context["answer"].tone == "danger"
    assert "Indirect provider A is in the region Europe, Indirect reseller B in United States." in page
    assert "Supported CSP partner relationships, scenario 8" in page
    assert 'href="/rules/#R1"' in page


def test_without_a_question_there_is_no_answer() -> None:
    assert reader_of("nobody").get("/advisor/").context["answer"] is None


def test_the_page_offers_the_way_to_the_task_to_whoever_may_go_it() -> None:
    """The provider requests the partnership; who is nobody is not sent to a page that is closed."""
    query = "/advisor/?want=partner&b_region=united-states"
    link = 'href="/resellers/requests/new/"'
    assert link in client_of(make_partner("Provider", PROVIDER)).get(query).content.decode()
    assert link not in reader_of("nobody").get(query).content.decode()


def test_every_case_of_every_example_opens_with_its_verdict() -> None:
    client = reader_of("nobody")
    for case in (case for each in EXAMPLES for case in each.cases):
        answer = client.get(f"/advisor/?{case.query}")
        assert answer.context["answer"] is not None, case.label
        for name, value in case.answers.items():
            assert answer.context["form"][name].value() == value


def test_a_member_takes_its_own_company_and_its_partners_from_the_records() -> None:
    """What is on record counts, and the names are theirs."""
    provider, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER, signed=False)
    make_partnership(provider, reseller)
    answer = client_of(provider).get(f"/advisor/?want=sell&a={provider.pk}&b={reseller.pk}&b_mpa=yes")
    page = answer.content.decode()
    assert "Contoso has not signed the Microsoft Partner Agreement" in page
    assert answer.context["form"]["b_mpa"].value() == "no"
    assert "Your company: Northlight" in page


def test_a_stranger_company_cannot_be_taken_from_the_records() -> None:
    """Its name and standing stay its own; the parties are as described."""
    provider, stranger = make_partner("Northlight", PROVIDER), make_partner("Secret Resale", RESELLER, signed=False)
    answer = client_of(provider).get(f"/advisor/?want=sell&b={stranger.pk}")
    assert "Secret Resale" not in answer.content.decode()
    assert answer.context["answer"].tone == "success"


def test_who_may_not_see_the_resellers_is_not_offered_them() -> None:
    provider, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partnership(provider, reseller)
    assert "Contoso" not in client_of(provider, "helpdesk_agent").get("/advisor/").content.decode()


def codes_told(seller: Partner, query: str) -> set[str]:
    """Return which rules refuse on the advisor's page."""
    answer = client_of(seller).get(f"/advisor/?{query}").context["answer"]
    return {each.refusal.code for heading, rules in answer.groups for each in rules if each.refusal} - {
        "through-resellers"
    }


@pytest.mark.parametrize(
    ("reseller", "described"),
    [
        ({"country": "US"}, {"b_region": "united-states"}),
        ({"state": Enrolment.State.PENDING}, {"b_state": "pending"}),
        ({"state": Enrolment.State.REJECTED}, {"b_state": "rejected"}),
        ({"programme": DIRECT}, {"b_kind": "direct_bill"}),
        ({"signed": False}, {"b_mpa": "no"}),
        ({}, {}),
    ],
)
def test_the_accept_page_refuses_what_the_advisor_refuses(reseller: Any, described: dict[str, str]) -> None:
    """The same facts, once on record and once described."""
    provider, other = make_partner("Northlight", PROVIDER), make_partner("Contoso", **reseller)
    request = make_request(provider, other)
    try:
        followed = Followed(request, is_current=True)
        answers.accept_request(actor=actor_of(other), now=NOW, followed=followed, ticked=True)
        real: set[str] = set()
    except Refused as refused:
        real = {each.code for each in refused.refusals}
    query = "&".join(f"{name}={value}" for name, value in {"want": "partner", **described}.items())
    assert codes_told(provider, query) == real


@pytest.mark.parametrize(
    ("change", "described"),
    [
        ("suspended seller", {"a_state": "suspended"}),
        ("suspended reseller", {"b_state": "suspended"}),
        ("unsigned seller", {"a_mpa": "no"}),
        ("unsigned reseller", {"b_mpa": "no"}),
        ("", {}),
    ],
)
def test_an_order_is_refused_as_the_advisor_says(change: str, described: dict[str, str]) -> None:
    """The same facts, once on record and once described."""
    seller, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partnership(seller, reseller)
    customer, offer = customer_of(seller), make_offer()
    happens(change, {"seller": seller, "reseller": reseller})
    try:
        order(seller, customer, line(offer), reseller=reseller)
        real: set[str] = set()
    except Refused as refused:
        real = {each.code for each in refused.refusals}
    query = "&".join(f"{name}={value}" for name, value in {"want": "order", **described}.items())
    assert codes_told(seller, query) == real


@pytest.mark.parametrize(
    ("typed", "described"),
    [
        ({"country": "US", "state": "WA", "city": "Redmond", "postal_code": "98052"}, {"c_region": "united-states"}),
        ({"domain_prefix": "otherpartner"}, {"c_kind": "partner", "c_tenant": "csp"}),
        ({"email": "toni@otherpartner.onmicrosoft.com"}, {"c_kind": "partner"}),
        ({}, {}),
    ],
)
def test_a_customer_is_refused_as_the_advisor_says(typed: dict[str, Any], described: dict[str, str]) -> None:
    """The rules about who the customer is; what was mistyped is another matter."""
    seller, reseller = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partner("Other Partner", DIRECT, domain="otherpartner.onmicrosoft.com")
    make_partnership(seller, reseller)
    found = addition_refusals(seller=seller, account=account_info(**typed), reseller_id=reseller.pk)
    real = {refusal.code for refusal, _field in found} & {"R2", "R28", "R29", "R30", "R10", "R21", "R70"}
    query = "&".join(f"{name}={value}" for name, value in {"want": "sell", **described}.items())
    assert codes_told(seller, query) == real


def happens(change: str, parties: dict[str, Partner]) -> None:
    """Suspend one of the parties, or undo its signature."""
    if not change:
        return
    what, _blank, who = change.partition(" ")
    if what == "suspended":
        Partner.objects.filter(pk=parties[who].pk).update(status=Partner.Status.SUSPENDED)
    else:
        PartnerAgreement.objects.filter(partner=parties[who]).delete()


def test_the_pages_cost_the_same_however_many_partners_there_are() -> None:
    provider, first = make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER)
    make_partnership(provider, first)
    client, url = client_of(provider), f"/advisor/?want=sell&a={provider.pk}&b={first.pk}"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        make_partnership(provider, make_partner(f"Reseller {number}", RESELLER))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 12


def test_the_rules_page_tells_every_rule_with_its_source() -> None:
    """Each can be linked to, and no file's number is shown."""
    page = reader_of("nobody").get("/rules/").content.decode()
    assert all(f'id="{code}"' in page for code in REGISTRY)
    assert "dossier" not in page
    assert "source 00" not in page


@pytest.mark.parametrize(
    ("yes", "programme"),
    [
        ({"others", "billing", "support", "api"}, Programme.INDIRECT_PROVIDER),
        ({"billing", "support", "api"}, Programme.DIRECT_BILL),
        ({"others", "support"}, Programme.INDIRECT_RESELLER),
        ({"billing"}, Programme.INDIRECT_RESELLER),
        (set(), Programme.INDIRECT_RESELLER),
    ],
)
def test_the_role_that_fits_follows_from_what_is_there(yes: set[str], programme: Programme) -> None:
    """The bigger roles need billing, support and integration; what is missing is named."""
    fit = fit_of(dict.fromkeys(yes, True))
    assert fit.programme == programme
    assert fit.reasons
    assert bool(fit.missing) == (programme == Programme.INDIRECT_RESELLER and bool(yes & {"others", "billing"}))


def test_the_recommendation_leads_to_the_enrolment() -> None:
    page = reader_of("nobody").get("/work-with-partners/?billing=yes&support=yes&api=yes").content.decode()
    assert 'href="/enrol/?programme=direct_bill"' in page


def test_work_with_partners_tells_each_role_with_its_tasks() -> None:
    """The tasks are those that the reader may do."""
    partner = make_partner("Contoso", RESELLER, signed=False)
    page = client_of(partner).get("/work-with-partners/").content.decode()
    for words in ("two-tier", "multi-partner", "multi-channel", "National clouds", "Direct-bill partners"):
        assert words in page
    assert 'href="/agreement/"' in page
    assert 'href="/customers/new/"' not in page
    assert sign_mpa(partner)


def test_the_menu_leads_to_both_pages() -> None:
    page = client_of(make_partner("Contoso", RESELLER)).get("/advisor/").content.decode()
    assert 'href="/work-with-partners/"' in page
    assert "Supported transactions" in page


def test_every_intention_is_in_the_form() -> None:
    form = reader_of("nobody").get("/advisor/").context["form"]
    assert [key for key, _label in form.fields["want"].choices] == list(WANTS) == list(CHOICES["want"].options)
