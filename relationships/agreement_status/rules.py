"""Asking a reseller to sign its agreement (R27)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, kept, rule


@dataclass(frozen=True)
class Nudge:
    """A provider about to ask a reseller to sign. Days are ISO dates; empty where there is none.

    `asked_on` and `again_on` are set only while it was asked too short a time ago.
    """

    reseller: str
    ended_on: str
    signed_on: str
    asked_on: str
    again_on: str
    is_reachable: bool


@rule(
    "nudge-open",
    statement=_("A provider asks only its present resellers to sign the agreement."),
    source="decision of the portal",
    refusal=_("The partnership with {reseller} ended on {day}."),
    remedy=_("Request a new partnership first, if you want to work together again."),
)
def are_still_partners(facts: Nudge) -> Params | None:
    """Refuse to ask a former reseller."""
    return {"reseller": facts.reseller, "day": facts.ended_on} if facts.ended_on else None


@rule(
    "nudge-signed",
    statement=_("Who has signed the agreement is not asked to sign it."),
    source="decision of the portal",
    refusal=_("{reseller} has signed the agreement already, on {day}."),
    remedy=_("Nothing needs to be done: it holds for good."),
)
def has_not_signed_yet(facts: Nudge) -> Params | None:
    """Refuse to ask for a signature that is there."""
    return {"reseller": facts.reseller, "day": facts.signed_on} if facts.signed_on else None


@rule(
    "nudge-often",
    statement=_("A provider asks a reseller to sign at most once in seven days."),
    source="decision of the portal",
    refusal=_("{reseller} was asked to sign on {day}."),
    remedy=_("You can ask again on {again}. Until then call or write to it yourself."),
)
def was_not_asked_lately(facts: Nudge) -> Params | None:
    """Refuse to ask again too soon."""
    if not facts.again_on:
        return None
    return {"reseller": facts.reseller, "day": facts.asked_on, "again": facts.again_on}


@rule(
    "nudge-reachable",
    statement=_("The request to sign goes to the reseller's Global admins, who alone can sign."),
    source="dossier, MPA questions",
    refusal=_("{reseller} has no Global admin who can receive mail."),
    remedy=_("Write to the company yourself: it has to appoint a Global admin with an email address."),
)
def can_be_reached(facts: Nudge) -> Params | None:
    """Refuse to ask a company in which nobody would read it."""
    return None if facts.is_reachable else {"reseller": facts.reseller}


NUDGE_RULES = (are_still_partners, has_not_signed_yet, was_not_asked_lately, can_be_reached)
"""What must hold before a reseller is asked to sign."""

R27 = kept(
    "R27",
    statement=_("The reseller is the provider's duty: the provider informs and supports it about the MPA."),
    source="dossier, MPA questions",
    kept_by="relationships.agreement_status.services.nudge",
)
