"""When a customer counts as having agreed, and who may say so (R40, R41)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class Consent:
    """Whether a customer's agreement is on record."""

    customer: str
    agreed: bool


@dataclass(frozen=True)
class AttestationFacts:
    """Somebody says that a customer has agreed. `today` is the day where the speaker is.

    `attester_sells`: the speaker is a provider or direct-bill partner with a relationship of its own; a provider that
    serves this customer as another provider's reseller is a reseller here.
    """

    customer: str
    attester: str
    attester_sells: bool
    agreed_on: date
    today: date
    known_already: bool


@rule(
    "R40",
    statement=_("Nothing is ordered for a customer whose customer agreement is not on record."),
    source="dossier, customer agreement; error 13605",
    refusal=_("{customer} has not accepted the customer agreement yet."),
    remedy=_("Record under Account who accepted it for {customer} and when; orders are possible from then on."),
    api_code="13605",
)
def has_agreed(facts: Consent) -> Params | None:
    """Refuse a customer without an agreement."""
    return None if facts.agreed else {"customer": facts.customer}


@rule(
    "R40-date",
    statement=_("The day on which a customer agreed is not in the future."),
    source="dossier, customer agreement",
    refusal=_("The agreement of {customer} is dated {date}, which is in the future."),
    remedy=_("Enter the day on which the customer accepted, at the latest today ({today})."),
)
def agreed_by_today(facts: AttestationFacts) -> Params | None:
    """Refuse a day that has not come."""
    if facts.agreed_on <= facts.today:
        return None
    return {"customer": facts.customer, "date": facts.agreed_on.isoformat(), "today": facts.today.isoformat()}


@rule(
    "R40-once",
    statement=_("The same person's agreement of the same day is recorded once; another needs other contact data."),
    source="dossier, customer agreement; error 600061",
    refusal=_("This agreement of {customer} is on record already."),
    remedy=_("Nothing needs to be done; record another one only for another person or another day."),
    api_code="600061",
)
def is_not_known_already(facts: AttestationFacts) -> Params | None:
    """Refuse a repetition."""
    return {"customer": facts.customer} if facts.known_already else None


@rule(
    "R41",
    statement=_("A reseller cannot attest a customer's agreement; the provider or direct-bill partner does."),
    source="dossier, customer agreement",
    refusal=_("{attester} cannot confirm the agreement of {customer}."),
    remedy=_("The indirect provider through whom {customer} is served confirms it."),
)
def attester_sells(facts: AttestationFacts) -> Params | None:
    """Refuse an attestation by somebody who is not the customer's provider or direct-bill partner."""
    return None if facts.attester_sells else {"attester": facts.attester, "customer": facts.customer}


ATTESTATION_RULES = (attester_sells, agreed_by_today, is_not_known_already)
"""What must hold before an attestation is taken."""
