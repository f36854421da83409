"""Who may transact: enrolment, suspension and the partner agreement (R19-R24, R70)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule
from relationships.partners.programmes import Programme


@dataclass(frozen=True)
class Standing:
    """What is known of one partner at one moment.

    `programmes` are the enrolments that have been approved (Qualified or Active: the first lacks the MPA only),
    `awaiting` those that wait for the operator. `lapsed_until` is the ISO date until which the authorisation as a
    reseller has lapsed (R25), or empty.
    """

    partner_id: UUID
    name: str
    region_key: str
    region_name: str
    country_code: str
    organisation_id: int
    suspended: bool
    programmes: frozenset[str]
    awaiting: frozenset[str]
    agreement_signed: bool
    mpn_id: str
    lapsed_until: str = ""

    @property
    def is_reseller(self) -> bool:
        """Whether the partner may act as a reseller: enrolled as one (R11)."""
        return Programme.INDIRECT_RESELLER in self.programmes

    @property
    def is_provider(self) -> bool:
        """Whether the partner is an enrolled indirect provider."""
        return Programme.INDIRECT_PROVIDER in self.programmes


@rule(
    "R19",
    statement=_("Every transacting partner (provider, direct-bill partner, reseller) must have signed the MPA."),
    source="source 003",
    refusal=_("{partner} has not signed the Microsoft Partner Agreement for {region}."),
    remedy=_("A Global admin of {partner} signs it under Partner agreement; it takes a minute and never expires."),
    api_code="900124",
)
def has_signed(facts: Standing) -> Params | None:
    """Refuse a partner without an agreement in its region."""
    return None if facts.agreement_signed else {"partner": facts.name, "region": facts.region_name}


@rule(
    "R21",
    statement=_("Before new business a reseller must be onboarded, enrolled as indirect reseller, and have signed."),
    source="source 003",
    refusal=_("{partner} is not enrolled as an indirect reseller."),
    remedy=_("{partner} finishes its enrolment; until then choose another reseller or none."),
    api_code="800016",
)
def is_enrolled_reseller(facts: Standing) -> Params | None:
    """Refuse a company whose enrolment as reseller is not active."""
    return None if facts.is_reseller else {"partner": facts.name}


@rule(
    "R70",
    statement=_("A suspended partner goes on with its existing business but starts nothing new."),
    source="dossier, suspended accounts",
    refusal=_("The account of {partner} is suspended."),
    remedy=_("Existing business goes on; new business waits until the suspension is lifted."),
    api_code="800039",
)
def is_not_suspended(facts: Standing) -> Params | None:
    """Refuse a suspended partner."""
    return {"partner": facts.name} if facts.suspended else None


@rule(
    "R25-lapsed",
    statement=_("A reseller whose authorisation has lapsed below the revenue floor starts nothing new for a year."),
    source="dossier, requirements for indirect resellers",
    refusal=_("The authorisation of {partner} as a reseller has lapsed until {day}: its revenue was below the floor."),
    remedy=_("Existing business goes on. Choose another reseller or none until then."),
    api_code="800039",
)
def is_authorised(facts: Standing) -> Params | None:
    """Refuse a reseller below the revenue floor at its last anniversary."""
    return {"partner": facts.name, "day": facts.lapsed_until} if facts.lapsed_until else None


@dataclass(frozen=True)
class Signing:
    """Somebody about to sign the agreement. `signed_by` and `signed_on` are empty until somebody has."""

    partner: str
    region: str
    signed_by: str
    signed_on: str
    may_sign: bool
    version_read: str
    version_now: str
    agreed: bool


@rule(
    "R22",
    statement=_(
        "One MPA per CSP region suffices; it is perpetual, outlives its signer, and only a Global admin signs."
    ),
    source="dossier, MPA questions",
    refusal=_("Only a Global admin of {partner} can sign the agreement."),
    remedy=_("Ask a Global admin of {partner} to sign it under Partner agreement."),
)
def is_signed_by_a_global_admin(facts: Signing) -> Params | None:
    """Refuse a signer without the right."""
    return None if facts.may_sign else {"partner": facts.partner}


@rule(
    "agreement-once",
    statement=_("An agreement that is signed is not signed again."),
    source="dossier, MPA questions",
    refusal=_("{signer} has signed the agreement of {partner} for {region} already, on {day}."),
    remedy=_("Nothing needs to be done: it holds for good."),
)
def is_not_signed_yet(facts: Signing) -> Params | None:
    """Refuse a second signature for the region."""
    if not facts.signed_on:
        return None
    return {"signer": facts.signed_by, "partner": facts.partner, "region": facts.region, "day": facts.signed_on}


@rule(
    "agreement-read",
    statement=_("Who signs has read the present version and says so."),
    source="decision of the portal",
    refusal=_("The agreement was not agreed to in its present version {version}."),
    remedy=_("Read the text as it is shown now and tick the box."),
)
def has_read_the_text(facts: Signing) -> Params | None:
    """Refuse a signature under another text, or without the tick."""
    return None if facts.agreed and facts.version_read == facts.version_now else {"version": facts.version_now}


SIGNING_RULES = (is_signed_by_a_global_admin, is_not_signed_yet, has_read_the_text)
"""What must hold before the agreement is signed."""

SELLER_RULES = (has_signed, is_not_suspended)
"""What a provider or direct-bill partner needs for new business."""

RESELLER_RULES = (is_enrolled_reseller, has_signed, is_not_suspended, is_authorised)
"""What a reseller needs before it "can transact"; the first refusal is what pages show as the reason."""

R23 = kept(
    "R23",
    statement=_("An MPA signed as direct-bill partner in a region also covers acting as reseller there."),
    source="dossier, MPA questions",
    kept_by="relationships.agreements.standing.standings_of",
)
