"""Who may be partners, and what a partnership allows (R1, R3, R10, R13, R14, R17, R18, R20)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, kept, refusals, rule
from relationships.agreements.rules import RESELLER_RULES, Standing


@dataclass(frozen=True)
class Pair:
    """A provider and a reseller who are, or want to be, partners."""

    provider: Standing
    reseller: Standing
    are_partners: bool


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
