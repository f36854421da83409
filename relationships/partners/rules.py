"""What a new partner must bring, and which programmes go together (R6, R7, R9, R32)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule
from relationships.partners.programmes import Programme

MPN_ID_PATTERN = r"[0-9]{5,10}"
"""What an MPN ID looks like."""


@dataclass(frozen=True)
class NewPartner:
    """A company that is to be put on record as a partner.

    `country` and `mpn_country` are names; `region_key` is empty for a country outside every CSP region.
    `mpn_id_is_global` says that the number is somebody's global MPN ID, or was entered as such; `unfit` is the first
    entered number that is no MPN ID, `global_mpn_id_taken` that the global one stands on another account.
    """

    company: str
    country: str
    region_key: str
    mpn_id: str
    mpn_country: str
    global_mpn_id: str
    unfit: str | None
    mpn_id_taken: bool
    mpn_id_is_global: bool
    global_mpn_id_taken: bool
    domain: str
    domain_taken: bool


@dataclass(frozen=True)
class Enrolling:
    """A partner that is to be enrolled in one programme more; `present` are those not rejected.

    `has_location` says that it has a location MPN ID: a rejected application gives it back.
    """

    partner: str
    wanted: str
    present: frozenset[str]
    has_location: bool = True


@rule(
    "partner-country",
    statement=_("A partner's country lies in a CSP region."),
    source="dossier, regions",
    refusal=_("{country} is in no CSP region, so {company} cannot take part from there."),
    remedy=_("Choose the country of the company's account from the list of countries by their two-letter codes."),
)
def is_in_a_region(facts: NewPartner) -> Params | None:
    """Refuse a country outside every region."""
    return None if facts.region_key else {"country": facts.country, "company": facts.company}


@rule(
    "R6",
    statement=_("A partner's account and its location MPN ID are in the same country; one tenant has one of them."),
    source="dossier, MPA questions and locations",
    refusal=_("The account of {company} is in {country}, its location MPN ID in {mpn_country}."),
    remedy=_("Enter the location MPN ID of {country}, or open the account in {mpn_country}."),
    api_code="800015",
)
def mpn_id_is_of_the_country(facts: NewPartner) -> Params | None:
    """Refuse an MPN ID of another country than the account's."""
    if facts.mpn_country == facts.country:
        return None
    return {"company": facts.company, "country": facts.country, "mpn_country": facts.mpn_country}


@rule(
    "R7",
    statement=_("Only a location MPN ID transacts; the global one names the company and is not for transactions."),
    source="dossier, account structure",
    refusal=_("{mpn_id} is a global MPN ID: it names the whole company and cannot be used in transactions."),
    remedy=_("Enter the MPN ID of the location in {country} as location MPN ID, and this one as global MPN ID."),
    api_code="900154",
)
def mpn_id_is_a_location(facts: NewPartner) -> Params | None:
    """Refuse a global MPN ID where the location one belongs."""
    return {"mpn_id": facts.mpn_id, "country": facts.country} if facts.mpn_id_is_global else None


@rule(
    "partner-mpn-id",
    statement=_("An MPN ID is a number of five to ten digits."),
    source="dossier, partner",
    refusal=_("“{mpn_id}” is no MPN ID."),
    remedy=_("Enter the MPN ID with its five to ten digits, without blanks."),
    api_code="800015",
)
def mpn_id_is_a_number(facts: NewPartner) -> Params | None:
    """Refuse what cannot be an MPN ID."""
    return None if facts.unfit is None else {"mpn_id": facts.unfit}


@rule(
    "partner-mpn-id-free",
    statement=_("An MPN ID names one partner only."),
    source="dossier, locations",
    refusal=_("The MPN ID {mpn_id} is in use already."),
    remedy=_("Check the number. If it is yours, ask for help: somebody has enrolled your company before."),
)
def mpn_id_is_free(facts: NewPartner) -> Params | None:
    """Refuse an MPN ID that names another partner."""
    return {"mpn_id": facts.mpn_id} if facts.mpn_id_taken else None


@rule(
    "partner-global-mpn-id-free",
    statement=_("A global MPN ID stands on one account only, and is nobody's location MPN ID."),
    source="dossier, account structure",
    refusal=_("The global MPN ID {mpn_id} stands on another account already."),
    remedy=_("Check the number. If it is yours, leave the field empty: your company's other account carries it."),
)
def global_mpn_id_is_free(facts: NewPartner) -> Params | None:
    """Refuse a global MPN ID that another account carries."""
    return {"mpn_id": facts.global_mpn_id} if facts.global_mpn_id_taken else None


@rule(
    "partner-domain-free",
    statement=_("A domain is the primary domain of one tenant only."),
    source="dossier, R37",
    refusal=_("The domain {domain} belongs to another account already."),
    remedy=_("Choose another domain, or none: then one is made from the company's name."),
)
def domain_is_free(facts: NewPartner) -> Params | None:
    """Refuse a domain that another tenant has."""
    return {"domain": facts.domain} if facts.domain_taken else None


NEW_PARTNER_RULES = (
    is_in_a_region,
    mpn_id_is_of_the_country,
    mpn_id_is_a_number,
    mpn_id_is_a_location,
    mpn_id_is_free,
    global_mpn_id_is_free,
    domain_is_free,
)
"""What must hold before a partner is put on record."""


@rule(
    "R32",
    statement=_("Direct-bill and reseller enrolment on one tenant overwrite each other: they need two tenants."),
    source="dossier, enrolling",
    refusal=_("{partner} is enrolled as {present}; on the same account, enrolling as {wanted} would overwrite that."),
    remedy=_("Use a second account (tenant) of the company for the enrolment as {wanted}."),
)
def programmes_fit_together(facts: Enrolling) -> Params | None:
    """Refuse direct bill and reseller on one tenant."""
    apart = {Programme.DIRECT_BILL.value, Programme.INDIRECT_RESELLER.value}
    clash = (apart - {facts.wanted}) & facts.present if facts.wanted in apart else set()
    if not clash:
        return None
    present = Programme(clash.pop())
    return {"partner": facts.partner, "present": str(present.label), "wanted": str(Programme(facts.wanted).label)}


@rule(
    "enrolment-once",
    statement=_("A partner is enrolled once in each programme."),
    source="decision of the portal",
    refusal=_("{partner} is enrolled as {wanted} already, or waits for the decision."),
    remedy=_("Nothing needs to be done: look at the enrolment that is there."),
)
def is_not_enrolled_yet(facts: Enrolling) -> Params | None:
    """Refuse a second enrolment in the same programme."""
    if facts.wanted not in facts.present:
        return None
    return {"partner": facts.partner, "wanted": str(Programme(facts.wanted).label)}


@rule(
    "enrolment-mpn-id",
    statement=_("Who is enrolled has a location MPN ID; a rejected application gives it back until it is put right."),
    source="decision of the portal",
    refusal=_("{partner} has no location MPN ID: it was freed when its application was rejected."),
    remedy=_("A Global admin of {partner} chooses Fix now under Enrolment, corrects the application and sends it."),
)
def has_a_location(facts: Enrolling) -> Params | None:
    """Refuse to enrol an account that has given its MPN ID and domain back."""
    return None if facts.has_location else {"partner": facts.partner}


CHOOSING_RULES = (is_not_enrolled_yet, programmes_fit_together)
"""What must hold before a partner applies for a programme."""

ENROLLING_RULES = (has_a_location, *CHOOSING_RULES)
"""What must hold before a partner is enrolled in a programme."""

R9 = kept(
    "R9",
    statement=_("An account is billed in the currency of its country; for another currency, open another tenant."),
    source="dossier, regional authorisation",
    kept_by="relationships.partners.services.add_partner",
)
