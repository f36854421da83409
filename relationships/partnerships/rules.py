"""Who may be partners, and what a partnership allows (R1, R3, R10, R13, R14, R17, R18, R20, R31)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, kept, refusals, rule
from relationships.agreements.rules import RESELLER_RULES, Standing, is_enrolled_reseller, is_not_suspended


@dataclass(frozen=True)
class Pair:
    """A provider and a reseller who are, or want to be, partners."""

    provider: Standing
    reseller: Standing
    are_partners: bool


@dataclass(frozen=True)
class DoubleRole:
    """What a company is to a seller already, on one tenant: its reseller, its end customer, or neither."""

    seller: str
    company: str
    is_reseller: bool
    is_end_customer: bool


@dataclass(frozen=True)
class Channel:
    """How a seller reaches the customer: an indirect provider does it through resellers."""

    seller: str
    is_provider: bool
    names_reseller: bool


@rule(
    "R1",
    statement=_("A provider and a reseller can be partners only if both accounts are in the same CSP region."),
    source="source 003, scenario 8",
    refusal=_("{provider} is in the region {provider_region}, {reseller} in {reseller_region}."),
    remedy=_("{reseller} needs an account in {provider_region}, or a provider in {reseller_region}."),
    api_code="2006",
)
def same_region(facts: Pair) -> Params | None:
    """Refuse partners of different regions."""
    if facts.provider.region_key == facts.reseller.region_key:
        return None
    return {
        "provider": facts.provider.name,
        "provider_region": facts.provider.region_name,
        "reseller": facts.reseller.name,
        "reseller_region": facts.reseller.region_name,
    }


@rule(
    "R10",
    statement=_("No interaction with a reseller and no order for it before a partnership exists."),
    source="source 002",
    refusal=_("{provider} and {reseller} are not partners."),
    remedy=_("Request a partnership first; once {reseller} has accepted, it can be chosen here."),
    api_code="800016",
)
def are_partners(facts: Pair) -> Params | None:
    """Refuse a reseller with whom there is no open partnership."""
    return None if facts.are_partners else {"provider": facts.provider.name, "reseller": facts.reseller.name}


@rule(
    "R31",
    statement=_(
        "The tenant that is a provider's end customer cannot become its reseller, and its reseller's tenant cannot "
        "become its end customer."
    ),
    source="source 003, scenario 6",
    refusal=_("{company} is an end customer of {seller}: the same tenant cannot also be its reseller."),
    remedy=_(
        "There are three ways out. {company} uses another tenant for one of the two. Or it ends the relationship with "
        "{seller} and starts with another provider. Or it stays a customer of {seller} and becomes a reseller under "
        "another provider."
    ),
)
def is_no_end_customer(facts: DoubleRole) -> Params | None:
    """Refuse as reseller whoever is the provider's end customer."""
    return {"company": facts.company, "seller": facts.seller} if facts.is_end_customer else None


@rule(
    "R31-reseller",
    statement=_("While a company is a provider's reseller, the same tenant cannot be that provider's end customer."),
    source="source 003, scenario 6",
    refusal=_("{company} is an indirect reseller of {seller}: the same tenant cannot also be its end customer."),
    remedy=_(
        "There are three ways out. {company} sets up another tenant as the customer. Or it ends the partnership with "
        "{seller} and starts one with another provider. Or it is a customer of {seller} only, and becomes a reseller "
        "under another provider."
    ),
)
def is_no_reseller(facts: DoubleRole) -> Params | None:
    """Refuse as end customer whoever is the seller's reseller."""
    return {"company": facts.company, "seller": facts.seller} if facts.is_reseller else None


@rule(
    "through-resellers",
    statement=_(
        "An indirect provider sells through indirect resellers. Selling without one is possible, with a warning."
    ),
    source="source 000; source 002; source 003, scenario 1",
    refusal=_("No indirect reseller is chosen: {seller} sells this itself."),
    remedy=_("Indirect providers usually sell through resellers. Choose one, or go on if this customer is your own."),
)
def sells_through_a_reseller(facts: Channel) -> Params | None:
    """Warn of a provider that leaves its resellers out; nothing enforces it."""
    return {"seller": facts.seller} if facts.is_provider and not facts.names_reseller else None


def unknown_reseller(provider: str) -> Refusal:
    """Return R10's refusal of a reseller of which nothing is on record, not even a name."""
    return Refusal(are_partners.code, {"provider": provider, "reseller": str(_("this reseller"))})


@rule(
    "R20",
    statement=_(
        "The MPA is needed before a reseller's ID is put on a new subscription and before new business with it."
    ),
    source="source 003",
    refusal=_("{reseller} has not signed the Microsoft Partner Agreement, so it cannot earn incentives on new orders."),
    remedy=_("Ask a Global admin of {reseller} to sign it, or choose another reseller or none."),
    api_code="900123",
)
def reseller_has_signed(facts: Pair) -> Params | None:
    """Refuse a reseller of record without an agreement."""
    return None if facts.reseller.agreement_signed else {"reseller": facts.reseller.name}


ASSOCIATION_RULES = (are_partners, reseller_has_signed)
"""What must hold before a reseller is put on a new subscription, besides its own standing."""


def association_refusals(pair: Pair) -> list[Refusal]:
    """Return why this reseller may not be named on a new subscription; R20 speaks for the reseller's missing MPA."""
    own = [each for each in refusals(RESELLER_RULES, pair.reseller) if each.code != "R19"]
    return refusals(ASSOCIATION_RULES, pair) + own


def serving_refusals(pair: Pair) -> list[Refusal]:
    """Return why this reseller may not be given a customer. A missing MPA stops orders, not the record (R20)."""
    return refusals((are_partners,), pair) + refusals((is_enrolled_reseller, is_not_suspended), pair.reseller)


R3 = kept(
    "R3",
    statement=_("One active account in a region covers the whole region, whatever the country."),
    source="dossier, MPA questions",
    kept_by="relationships.partnerships.rules.same_region",
)
R13 = kept(
    "R13",
    statement=_("Acceptance lists each party in the other's list at once."),
    source="source 002; dossier, reseller tasks",
    kept_by="relationships.partnerships.services.open_partnership",
)
R14 = kept(
    "R14",
    statement=_(
        "Acceptance lets the provider order for the reseller's customers and gives it admin access to the reseller's "
        "account; that access can be taken back separately."
    ),
    source="dossier, reseller tasks",
    kept_by="relationships.partnerships.services.open_partnership",
)
R17 = kept(
    "R17",
    statement=_("A reseller may have several providers, and a provider several resellers."),
    source="source 003, scenario 6",
    kept_by="relationships.partnerships.models.Partnership",
)
R18 = kept(
    "R18",
    statement=_("Acceptance hands over no customers, in neither direction; each needs a customer relationship."),
    source="dossier, customer connections",
    kept_by="relationships.partnerships.services.open_partnership",
)
