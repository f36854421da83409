"""Partners, people and customers for tests of the upper floors."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.adding.services import AddedCustomer, add_customer
from customers.agreements.services import Attestation
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership
from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme
from relationships.partnerships.models import Partnership
from relationships.regions.models import RegionCountry
from tests.factories import MembershipFactory, TenantFactory, UserFactory

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
PROVIDER, RESELLER, DIRECT = Programme.INDIRECT_PROVIDER, Programme.INDIRECT_RESELLER, Programme.DIRECT_BILL

_numbers = count(4_000_000)


def make_partner(name: str, programme: Programme, *, country: str = "DE", signed: bool = True) -> Partner:
    """Make an enrolled partner, with its MPN ID and, unless told otherwise, its MPA."""
    market = RegionCountry.objects.get(pk=country)
    number = next(_numbers)
    tenant = TenantFactory(name=name, primary_domain=f"partner{number}.example", country=market.country)
    partner = Partner.objects.create(tenant=tenant, name=name, region_id=market.region_id)
    Enrolment.objects.create(
        partner=partner, programme=programme, state=Enrolment.State.ACTIVE, requested_at=NOW, decided_at=NOW
    )
    PartnerLocation.objects.create(partner=partner, mpn_id=str(number), country=market.country)
    if signed:
        sign_mpa(partner)
    return partner


def sign_mpa(partner: Partner) -> PartnerAgreement:
    """Let a partner have signed its agreement."""
    return PartnerAgreement.objects.create(
        partner=partner,
        region_id=partner.region_id,
        text_version="1",
        signed_at=NOW,
        signed_by=UserFactory(),
        signer_name="Robin Example",
    )


def make_partnership(provider: Partner, reseller: Partner) -> Partnership:
    """Make two partners work together."""
    return Partnership.objects.create(
        provider=provider,
        reseller=reseller,
        provider_sort_name=provider.sort_name,
        reseller_sort_name=reseller.sort_name,
        since=NOW,
        accepted_by="admin@reseller.example",
    )


def membership_in(partner: Partner, role: str = "global_admin") -> Membership:
    """Make a person with one role in a partner."""
    return MembershipFactory(tenant=partner.tenant, roles=[role])


def actor_of(partner: Partner, role: str = "global_admin") -> Actor:
    """Return somebody who acts for this partner."""
    return member(membership_in(partner, role))


def account_info(**changes: Any) -> AccountInfo:
    """Return the account info of a customer in Germany."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "country": "DE",
        "company_name": f"Fabrikam {number}",
        "domain_prefix": f"fabrikam{number}",
        "address_line1": "Unter den Linden 1",
        "address_line2": "",
        "city": "Berlin",
        "state": "",
        "postal_code": "10117",
        "qualification": "none",
        "first_name": "Toni",
        "last_name": "Kunde",
        "email": f"toni@fabrikam{number}.example",
        "phone": "",
        "registration_number": "",
    }
    return AccountInfo(**{**fields, **changes})


def attestation(**changes: Any) -> Attestation:
    """Return an acceptance of the customer agreement."""
    fields: dict[str, Any] = {
        "first_name": "Toni",
        "last_name": "Kunde",
        "email": "toni@fabrikam.example",
        "phone": "",
        "agreed_on": date(2026, 3, 16),
    }
    return Attestation(**{**fields, **changes})


def add(seller: Partner, *, reseller: Partner | None = None, agreed: bool = True, **changes: Any) -> AddedCustomer:
    """Add a customer through the service."""
    return add_customer(
        actor=actor_of(seller),
        now=NOW,
        account=account_info(**changes),
        reseller_id=reseller.pk if reseller else None,
        agreement=attestation() if agreed else None,
    )


def customer_of(seller: Partner, **options: Any) -> Customer:
    """Add a customer and return it."""
    return add(seller, **options).customer


def client_of(partner: Partner, role: str = "global_admin") -> Client:
    """Return the browser of somebody who is signed in for this partner."""
    client = Client()
    client.force_login(membership_in(partner, role).user)
    return client
