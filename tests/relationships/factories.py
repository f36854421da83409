"""Partners, their people and their requests for tests of this floor."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership
from foundation.places.models import Country
from foundation.users.models import User
from relationships.agreements.models import PartnerAgreement
from relationships.blocks.models import RequestBlock
from relationships.claims.models import RecipientClaim
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import open_partnership
from relationships.regions.models import Region, RegionCountry
from relationships.requests.models import PartnershipRequest
from tests.factories import MembershipFactory, TenantFactory, UserFactory

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
PROVIDER, RESELLER, DIRECT = Programme.INDIRECT_PROVIDER, Programme.INDIRECT_RESELLER, Programme.DIRECT_BILL
REGIONS = {
    "DE": ("europe", "Europe"),
    "FR": ("europe", "Europe"),
    "PL": ("europe", "Europe"),
    "US": ("united-states", "United States"),
}

_numbers = count(6_000_000)


def market(country: str) -> RegionCountry:
    """Return a country's place in its region, made at need."""
    key, name = REGIONS[country]
    region, _made = Region.objects.get_or_create(key=key, defaults={"name": name})
    place, _made = Country.objects.get_or_create(code=country, defaults={"name": f"Country {country}"})
    found, _made = RegionCountry.objects.get_or_create(country=place, defaults={"region": region, "currency": "EUR"})
    return found


def make_partner(
    name: str,
    programme: Programme | None = RESELLER,
    *,
    country: str = "DE",
    signed: bool = True,
    state: str = "",
    domain: str = "",
) -> Partner:
    """Make a partner with its MPN ID, enrolled in a programme (or in none), with its MPA unless told otherwise.

    Without a `state` the enrolment is Active, or Qualified without the MPA.
    """
    place, number = market(country), next(_numbers)
    tenant = TenantFactory.create(name=name, primary_domain=domain or f"partner{number}.example", country=place.country)
    partner = Partner.objects.create(tenant=tenant, name=name, region=place.region)
    PartnerLocation.objects.create(partner=partner, mpn_id=str(number), country=place.country)
    if programme:
        state = state or (Enrolment.State.ACTIVE if signed else Enrolment.State.QUALIFIED)
        Enrolment.objects.create(
            partner=partner,
            programme=programme,
            state=state,
            requested_at=NOW,
            decided_at=None if state == Enrolment.State.PENDING else NOW,
            activated_at=NOW if state == Enrolment.State.ACTIVE else None,
        )
    if signed:
        sign_mpa(partner)
    return partner


def sign_mpa(partner: Partner) -> PartnerAgreement:
    """Let a partner have signed its agreement."""
    return PartnerAgreement.objects.create(
        partner=partner,
        region=partner.region,
        text_version="1.0",
        signed_at=NOW,
        signed_by=UserFactory.create(),
        signer_name="Robin Example",
    )


def membership_in(partner: Partner, role: str = "global_admin", **person: Any) -> Membership:
    """Make a person with one role in a partner; the contact address is verified."""
    user = UserFactory.create(**{"email_verified_at": NOW, **person})
    return MembershipFactory.create(tenant=partner.tenant, user=user, roles=[role])


def actor_of(partner: Partner, role: str = "global_admin", **person: Any) -> Actor:
    """Return somebody who acts for this partner."""
    return member(membership_in(partner, role, **person))


def user_of(partner: Partner, role: str = "global_admin", **person: Any) -> User:
    """Return somebody who can sign in for this partner."""
    return membership_in(partner, role, **person).user


def make_partnership(provider: Partner, reseller: Partner) -> Partnership:
    """Make two partners work together."""
    return open_partnership(actor=actor_of(reseller), now=NOW, provider=provider, reseller=reseller)


def make_request(provider: Partner, recipient: Partner | None = None, **changes: Any) -> PartnershipRequest:
    """Make a sent request to an address at the recipient's domain."""
    domain = recipient.tenant.primary_domain if recipient else f"stranger{next(_numbers)}.example"
    fields: dict[str, Any] = {
        "provider": provider,
        "recipient_company": recipient.name if recipient else "Somebody Else",
        "recipient_address": f"info@{domain}",
        "subject": "Partnership",
        "text": "Please follow this:\n\n{link}\n",
        "state": PartnershipRequest.State.SENT,
        "delivery": PartnershipRequest.Delivery.BY_YOU,
        "created_at": NOW,
        "sent_at": NOW,
        "expires_at": NOW + timedelta(days=30),
    }
    if "created_by" not in changes:
        fields["created_by"] = user_of(provider)
    return PartnershipRequest.objects.create(**{**fields, **changes})


def make_draft(provider: Partner, recipient: Partner | None = None, **changes: Any) -> PartnershipRequest:
    """Make a request that has not been sent."""
    draft = {
        "state": PartnershipRequest.State.DRAFT,
        "delivery": PartnershipRequest.Delivery.NONE,
        "sent_at": None,
    }
    return make_request(provider, recipient, **{**draft, **changes})


def make_claim(request: PartnershipRequest, company: Partner, **changes: Any) -> RecipientClaim:
    """Make another company have asked to answer a request, with its present link."""
    fields: dict[str, Any] = {"link_version": request.link_version, "claimed_at": NOW}
    if "claimed_by" not in changes:
        fields["claimed_by"] = user_of(company)
    return RecipientClaim.objects.create(request=request, company=company, **{**fields, **changes})


def make_block(reseller: Partner, provider: Partner, **changes: Any) -> RequestBlock:
    """Make a reseller take no further requests from a provider."""
    fields = {"since": NOW, "set_by": "robin@company.example"}
    return RequestBlock.objects.create(reseller=reseller, provider=provider, **{**fields, **changes})
