"""Adding a customer: everything of it, or nothing."""

import uuid
from typing import Any

import pytest
from django.contrib.auth import authenticate

from customers.accounts.models import BillingProfile, Customer, Tag
from customers.adding.services import add_customer
from customers.agreements.models import CustomerAgreement
from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.models import Tenant
from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from tests.customers.factories import NOW, account_info, actor_of, add, attestation, membership_in


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Return the codes of a refusal."""
    return {refusal.code for refusal in error.value.refusals}


def refused(seller: Partner, *, reseller_id: uuid.UUID | None = None, **changes: Any) -> set[str]:
    """Return why this customer is refused; nothing may be left of it."""
    before = Tenant.objects.count(), OutgoingMail.objects.count()
    with pytest.raises(Refused) as error:
        add_customer(
            actor=actor_of(seller),
            now=NOW,
            account=account_info(**changes),
            reseller_id=reseller_id,
            agreement=attestation(),
        )
    assert (Tenant.objects.count(), OutgoingMail.objects.count()) == before
    return codes(error)


def test_a_customer_added_for_a_reseller_is_there_whole(provider: Partner, reseller: Partner) -> None:
    """Tenant, company, bill-to, tags, admin user, two relationships, rights, agreement, audit, mail, notice."""
    clerk = membership_in(reseller, "helpdesk_agent")
    added = add(
        provider, reseller=reseller, company_name="Żółw & Søn GmbH", tags=("big", "north"), domain_prefix="zolw"
    )
    customer = Customer.objects.select_related("tenant").get(pk=added.customer.pk)
    assert (customer.name, customer.domain) == ("Żółw & Søn GmbH", "zolw.onmicrosoft.com")
    assert "zolw & son gmbh" in customer.search_text
    assert BillingProfile.objects.get(customer=customer).city == "Berlin"
    assert set(Tag.objects.filter(customer=customer, partner=provider).values_list("text", flat=True)) == {
        "big",
        "north",
    }
    rows = {row.partner_id: row for row in CustomerRelationship.objects.filter(customer=customer)}
    assert rows[provider.pk].reseller_id == reseller.pk
    assert rows[provider.pk].through_id is None
    assert rows[reseller.pk].through_id == provider.pk
    assert rows[reseller.pk].reseller_id is None
    assert {row.sort_name for row in rows.values()} == {"zolw & son gmbh"}
    assert CustomerAgreement.objects.get(customer=customer).state == "attested"
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"customer.added", "customer_agreement.attested"}
    mail = OutgoingMail.objects.get(kind="customer-welcome")
    assert mail.to_address == added.admin.email
    assert "Contoso Resale looks after" in mail.text
    assert Notification.objects.filter(user=clerk.user, kind="customer-added").count() == 1


def test_a_direct_bill_partner_adds_its_own_customer(direct_bill: Partner) -> None:
    """One relationship, nobody in between."""
    customer = add(direct_bill).customer
    row = CustomerRelationship.objects.get(customer=customer)
    assert (row.partner_id, row.through_id, row.reseller_id) == (direct_bill.pk, None, None)


def test_the_admin_signs_in_with_the_password_shown(provider: Partner) -> None:
    """And with nothing else; it is in no mail and no audit event."""
    added = add(provider)
    assert added.admin.username == f"admin@{added.customer.domain}"
    assert authenticate(username=added.admin.username, password=added.password) == added.admin
    assert not OutgoingMail.objects.filter(text__contains=added.password).exists()
    assert added.password not in str(list(AuditEvent.objects.values_list("data", flat=True)))
    assert added.password not in repr(added)


def test_a_customer_without_attestation_is_to_be_asked(provider: Partner) -> None:
    """The agreement is on record as requested."""
    customer = add(provider, agreed=False).customer
    assert CustomerAgreement.objects.get(customer=customer).state == "requested"


def test_r02_a_customer_of_another_region_is_refused(provider: Partner) -> None:
    """Both regions are named, and the remedy too."""
    with pytest.raises(Refused) as error:
        add(provider, country="US", state="WA", postal_code="98052", city="Redmond")
    refusal = error.value.refusals[0]
    assert refusal.code == "R2"
    assert "United States" in refusal.text
    assert "Europe" in refusal.text
    assert "Northlight Distribution" in refusal.remedy


def test_r08_registration_number_and_phone_are_mandatory_in_24_countries(provider: Partner) -> None:
    """Poland asks for both."""
    assert refused(provider, country="PL", city="Łódź", postal_code="90-001") == {"R8", "R8-phone"}
    customer = add(
        provider, country="PL", postal_code="90-001", registration_number="5260300724", phone="+48 22 1234567"
    ).customer
    assert customer.registration_number == "5260300724"


def test_r8_format_a_registration_number_has_its_countrys_form(provider: Partner) -> None:
    """A wrong one is refused with a sample."""
    assert refused(provider, country="PL", registration_number="12", phone="+48 22 1234567") == {"R8-format"}


def test_r8_phone_is_mandatory_with_the_registration_number(provider: Partner) -> None:
    """The number alone is not enough."""
    assert refused(provider, country="PL", registration_number="5260300724") == {"R8-phone"}


def test_r34_a_company_that_is_a_customer_already_is_not_created_again(
    provider: Partner, other_provider: Partner
) -> None:
    """It is recognised by its registration number, whoever added it; its name is not told."""
    polish: dict[str, Any] = {"country": "PL", "registration_number": "5260300724", "phone": "+48 22 1234567"}
    add(other_provider, company_name="Secret Sp. z o.o.", **polish)
    with pytest.raises(Refused) as error:
        add(provider, **polish)
    assert codes(error) == {"R34"}
    assert "Secret" not in error.value.refusals[0].text + error.value.refusals[0].remedy


def test_r35_the_reseller_gets_admin_access(provider: Partner, reseller: Partner) -> None:
    """Provider and reseller hold delegated administration of the customer, nobody else."""
    customer = add(provider, reseller=reseller).customer
    holders = DelegatedAdmin.objects.filter(granting=customer.tenant, ended_at=None).values_list("holder", flat=True)
    assert set(holders) == {provider.pk, reseller.pk}


def test_r36_only_a_provider_names_a_reseller(direct_bill: Partner, reseller: Partner) -> None:
    """A direct-bill partner cannot; a provider without one keeps the customer for itself."""
    assert "R36" in refused(direct_bill, reseller_id=reseller.pk)


def test_r10_the_reseller_is_a_partner(provider: Partner, reseller: Partner, other_provider: Partner) -> None:
    """A reseller of nobody's, an ended partnership and an unknown id are refused alike."""
    assert refused(other_provider, reseller_id=reseller.pk) == {"R10"}
    Partnership.objects.update(ended_at=NOW)
    assert refused(provider, reseller_id=reseller.pk) == {"R10"}
    assert refused(provider, reseller_id=uuid.uuid4()) == {"R10"}


def test_a_reseller_without_mpa_may_have_customers(provider: Partner, unsigned_reseller: Partner) -> None:
    """The missing agreement stops orders, not the record."""
    assert add(provider, reseller=unsigned_reseller).customer


def test_r37_a_taken_domain_is_refused_whatever_the_case(provider: Partner) -> None:
    """The second customer does not get the first one's domain."""
    add(provider, domain_prefix="taken")
    assert refused(provider, domain_prefix="Taken") == {"R37"}


def test_r38_the_first_sign_in_changes_the_password(provider: Partner) -> None:
    """The account is marked so."""
    assert add(provider).admin.must_change_password


def test_r39_names_and_addresses_follow_the_rules(provider: Partner) -> None:
    """A legal form is no name; the partner's own domain is no customer's."""
    assert refused(provider, company_name="Ltd") == {"R39-legal-form"}
    assert refused(provider, email=f"x@{provider.tenant.primary_domain}") == {"R39-own-domain"}
    assert refused(provider, email="someone@microsoft.com") == {"R39-microsoft"}


def test_add_customer_is_for_sellers(reseller: Partner) -> None:
    """A reseller has it done by its provider."""
    assert refused(reseller) == {"add-customer"}
