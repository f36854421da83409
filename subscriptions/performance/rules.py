"""The revenue floor for resellers (R25)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule

FLOOR_USD = Decimal(1000)
"""What a reseller must have turned over in the twelve months before an anniversary of its enrolment."""

NOTICE_DAYS = 90
"""Days before the anniversary from which on reseller and providers are warned."""

LAPSE_YEARS = 1
"""Years for which the authorisation lapses, at least."""


@dataclass(frozen=True)
class Turnover:
    """A reseller's revenue of the twelve months up to now, in US dollars; `anniversary` is the next one, ISO date."""

    reseller: str
    revenue_usd: Decimal
    anniversary: str


@rule(
    "R25",
    statement=_(
        "A reseller whose revenue of the trailing twelve months is below USD 1,000 at the anniversary of its enrolment "
        "loses its authorisation for at least a year; it and its providers are told 90 days before."
    ),
    source="dossier, requirements for indirect resellers",
    refusal=_(
        "{reseller} has turned over USD {revenue} in twelve months. Below USD {floor} on {anniversary}, the "
        "anniversary of its enrolment, its authorisation lapses for a year."
    ),
    remedy=_("USD {missing} more by then, with any of its providers, keeps it."),
)
def is_above_the_floor(facts: Turnover) -> Params | None:
    """Refuse too little revenue."""
    if facts.revenue_usd >= FLOOR_USD:
        return None
    return {
        "reseller": facts.reseller,
        "revenue": f"{facts.revenue_usd:.2f}",
        "floor": f"{FLOOR_USD:.0f}",
        "missing": f"{FLOOR_USD - facts.revenue_usd:.2f}",
        "anniversary": facts.anniversary,
    }
