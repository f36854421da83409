"""Adding the company's global MPN ID (R7)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class GlobalId:
    """A partner about to name its global MPN ID; `present` is the one it has, or empty."""

    partner: str
    present: str


@rule(
    "mpn-global-once",
    statement=_("A company has one global MPN ID."),
    source="dossier, account structure",
    refusal=_("{partner} has the global MPN ID {present} already."),
    remedy=_("Nothing needs to be done. Is the number wrong? Ask the operator of the portal to correct it."),
)
def has_no_global_id_yet(facts: GlobalId) -> Params | None:
    """Refuse a second global MPN ID."""
    return {"partner": facts.partner, "present": facts.present} if facts.present else None
