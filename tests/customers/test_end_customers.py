"""Who may be an end customer of whom: CSP tenants, own use, affiliates, and resellers (R28 to R31)."""

from typing import Any

import pytest

from customers.accounts.models import Customer
from customers.adding.decision import addition_refusals
from customers.relationships.models import CustomerRelationship
from foundation.organisations.models import Membership
from foundation.rules import Refused
from relationships.answers import services as answers
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partnerships.models import Partnership
from relationships.profiles.models import LegalProfile
from relationships.requests.end_customers import end_customers_behind
from relationships.requests.facts import asking_facts
from relationships.requests.links import Followed
from relationships.requests.rules import asking_refusals
from tests.customers.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    account_info,
    actor_of,
    add,
    customer_of,
    make_partner,
)
from tests.factories import TenantFactory
from tests.relationships.factories import make_request, user_of

pytestmark = pytest.mark.django_db


def found(seller: Partner, reseller: Partner | None = None, **typed: Any) -> list[tuple[str, str]]:
    """Return which rules refuse this customer, each with its field."""
    against = addition_refusals(
        seller=seller, account=account_info(**typed), reseller_id=reseller.pk if reseller else None
    )
    assert all(refusal.text and refusal.remedy for refusal, _field in against)
    return [(refusal.code, field) for refusal, field in against]


def enrol(customer: Customer, programme: str = "indirect_reseller", **changes: Any) -> Partner:
    """Let a customer's own tenant become a partner."""
    seller = customer.created_by_partner
    partner = Partner.objects.create(tenant=customer.tenant, name=customer.name, region=seller.region)
    PartnerLocation.objects.create(partner=partner, mpn_id="7654321", country=customer.tenant.country)
    state = {"state": Enrolment.State.ACTIVE, "decided_at": NOW, **changes}
    Enrolment.objects.create(partner=partner, programme=programme, requested_at=NOW, **state)
    return partner


def test_r28_the_tenant_used_for_csp_becomes_nobodys_customer(provider: Partner) -> None:
    """Its domain shows it; an applicant's tenant is merely taken."""
    make_partner("Contoso Own", DIRECT, domain="contosoown.onmicrosoft.com")
    make_partner("Applicant", DIRECT, domain="applicant.onmicrosoft.com", state=Enrolment.State.PENDING)
    assert found(provider, domain_prefix="contosoown") == [("R28", "domain_prefix"), ("R37", "domain_prefix")]
    assert found(provider, domain_prefix="applicant") == [("R37", "domain_prefix")]


def test_r29_a_partner_buys_for_its_own_use_on_another_tenant(provider: Partner) -> None:
    """It is recognised by its mail domain; saying that it is for own use makes it a customer like any other."""
    make_partner("Contoso Own", DIRECT, domain="contoso-own.example")
    typed: dict[str, Any] = {"email": "toni@contoso-own.example"}
    assert found(provider, **typed) == [("R29", "email")]
    assert found(provider, **typed, own_use=True) == []
    with pytest.raises(Refused):
        add(provider, **typed)
    assert add(provider, **typed, own_use=True).customer.tenant.primary_domain != "contoso-own.example"


def test_r29_a_partner_is_recognised_by_its_registration_number_in_its_country(provider: Partner) -> None:
    other = make_partner("Contoso Own", DIRECT)
    LegalProfile.objects.create(partner=other, registration_number="HRB1234")
    assert found(provider, registration_number="HRB1234")[0] == ("R29", "registration_number")
    assert found(provider, country="FR", registration_number="HRB1234") == []


def test_r29_free_mail_says_nothing_about_a_company(provider: Partner) -> None:
    make_partner("Contoso Own", DIRECT, domain="gmail.com")
    assert found(provider, email="toni@gmail.com") == []


def test_r30_nobody_sells_to_itself_or_to_an_affiliate(provider: Partner, reseller: Partner) -> None:
    """Nor does the reseller for whom the customer is added; saying that it is for own use does not help."""
    LegalProfile.objects.create(partner=provider, registration_number="HRB1")
    assert found(provider, registration_number="HRB1") == [("R30", "registration_number")]
    affiliate = TenantFactory.create(organisation=provider.tenant.organisation, primary_domain="affiliate.example")
    assert found(provider, email=f"toni@{affiliate.primary_domain}") == [("R30", "email")]
    own: dict[str, Any] = {"email": f"toni@{reseller.tenant.primary_domain}", "own_use": True}
    assert found(provider, reseller, **own) == [("R30", "email")]
    assert found(provider, **own) == []


def test_an_address_of_the_seller_itself_is_told_once(provider: Partner) -> None:
    """As the slip that it usually is."""
    assert found(provider, email=f"toni@{provider.tenant.primary_domain}") == [("R39-own-domain", "email")]


def test_r31_an_end_customer_does_not_become_its_providers_reseller(provider: Partner) -> None:
    """Its Global admin follows the link and is told the three ways out; nothing has changed."""
    customer = customer_of(provider)
    partner = enrol(customer)
    request = make_request(provider, partner)
    with pytest.raises(Refused) as caught:
        answers.accept_request(
            actor=actor_of(partner), now=NOW, followed=Followed(request, is_current=True), ticked=True
        )
    (refusal,) = caught.value.refusals
    assert refusal.code == "R31"
    assert all(words in refusal.remedy for words in ("another tenant", "ends the relationship", "stays a customer"))
    assert not Partnership.objects.exists()


def test_r31_option_three_the_customer_becomes_a_reseller_under_another_provider(provider: Partner) -> None:
    """It stays a customer of the first."""
    customer = customer_of(provider)
    partner = enrol(customer)
    other = make_partner("Other Distribution", PROVIDER)
    request = make_request(other, partner)
    answers.accept_request(actor=actor_of(partner), now=NOW, followed=Followed(request, is_current=True), ticked=True)
    assert Partnership.objects.open().filter(provider=other, reseller=partner).exists()
    assert CustomerRelationship.objects.filter(customer=customer, partner=provider, ended_at=None).exists()


def test_r31_a_customer_of_long_ago_may_become_a_reseller(provider: Partner) -> None:
    """What counts are open relationships."""
    customer = customer_of(provider)
    CustomerRelationship.objects.filter(customer=customer).update(ended_at=NOW, ended_by="admin@provider.example")
    request = make_request(provider, enrol(customer))
    followed = Followed(request, is_current=True)
    assert answers.accept_request(
        actor=actor_of(Partner.objects.get(pk=customer.pk)), now=NOW, followed=followed, ticked=True
    )


def test_only_ones_own_customers_are_recognised_behind_an_address(
    provider: Partner, django_assert_num_queries: Any
) -> None:
    """Nobody learns of a stranger's; who has another account too may accept with that one."""
    stranger = make_partner("Stranger", DIRECT)
    own, foreign = customer_of(provider), customer_of(stranger)
    both = enrol(customer_of(provider))
    reseller = make_partner("Second Account")
    person = user_of(both, email="two@hats.example")
    Membership.objects.create(user=person, tenant=reseller.tenant, roles=["global_admin"])
    at = {each: f"info@{each.tenant.primary_domain}" for each in (own, foreign)}
    with django_assert_num_queries(3):
        told = end_customers_behind(provider, [*at.values(), "two@hats.example", "nobody@nowhere.example"])
    assert told == {at[own]: own.name}


def test_r31_nobody_asks_its_own_end_customer(provider: Partner) -> None:
    """At its own domain, or the verified address of its people; the three ways out are told."""
    customer = customer_of(provider)
    facts = asking_facts(provider, address=f"info@{customer.tenant.primary_domain}", now=NOW)
    (refusal,) = asking_refusals(facts)
    assert refusal.code == "R31"
    assert customer.name in refusal.text
    assert not asking_refusals(asking_facts(provider, address="info@stranger.example", now=NOW))


def test_r31_reseller_partners_are_told_apart_from_customers(provider: Partner, reseller: Partner) -> None:
    """A reseller on another tenant is an ordinary customer (option 1 of the scenario)."""
    assert Partnership.objects.open().filter(provider=provider, reseller=reseller).exists()
    typed: dict[str, Any] = {"email": f"toni@{reseller.tenant.primary_domain}"}
    assert found(provider, **typed) == [("R29", "email")]
    assert found(provider, **typed, own_use=True) == []


def test_through_resellers_is_a_warning_that_refuses_nothing(provider: Partner) -> None:
    """A provider adds a customer of its own."""
    assert found(provider) == []
    assert customer_of(provider).created_by_partner == provider
