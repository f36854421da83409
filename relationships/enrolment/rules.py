"""Deciding applications."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class Decision:
    """An enrolment about to be decided; `state` is the key of where it stands."""

    partner: str
    state: str


@rule(
    "enrolment-pending",
    statement=_("An enrolment is decided once, while it is pending."),
    source="dossier, J20",
    refusal=_("The enrolment of {partner} has been decided already."),
    remedy=_("Look at it again: it says how and when. Whose application was rejected applies again."),
)
def is_pending(facts: Decision) -> Params | None:
    """Refuse a second decision."""
    return None if facts.state == "pending" else {"partner": facts.partner}
