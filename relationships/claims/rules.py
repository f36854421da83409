"""When a company may ask to answer somebody else's request, and when the provider may decide about it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule

OPEN_CLAIMS = 5
"""How many companies may wait for one provider's decision about one request."""


@dataclass(frozen=True)
class Claiming:
    """A company about to ask. The days are ISO dates, empty where it has not asked, or nobody has decided.

    `others` are the undecided claims of other companies to the same link.
    """

    provider: str
    visitor: str
    is_reseller: bool
    asked_on: str
    decided_on: str
    others: int


@dataclass(frozen=True)
class Deciding:
    """A provider about to decide about a claim; `decided_on` is an ISO date, or empty."""

    company: str
    decided_by: str
    decided_on: str
    is_current: bool


@rule(
    "claim-enrolled",
    statement=_("Only a company that is enrolled as an indirect reseller, or has applied, asks to answer a request."),
    source="decision of the portal",
    refusal=_("{visitor} is not enrolled as an indirect reseller, so it could not accept the request."),
    remedy=_("Enrol the company first, then open the link again."),
)
def claims_as_a_reseller(facts: Claiming) -> Params | None:
    """Refuse a company that has not even applied to be a reseller."""
    return None if facts.is_reseller else {"visitor": facts.visitor}


@rule(
    "claim-once",
    statement=_("A company asks once to answer a request that was sent to another."),
    source="decision of the portal",
    refusal=_("{visitor} has asked {provider} on {day}; there is no answer yet."),
    remedy=_("You are told by mail when {provider} has decided."),
)
def has_not_claimed_yet(facts: Claiming) -> Params | None:
    """Refuse a second claim while the first one waits."""
    if not facts.asked_on or facts.decided_on:
        return None
    return {"visitor": facts.visitor, "provider": facts.provider, "day": facts.asked_on}


@rule(
    "claim-decided",
    statement=_("What the provider has decided about a company's claim is not asked again."),
    source="decision of the portal",
    refusal=_("{provider} has decided on {day} that {visitor} does not answer this request."),
    remedy=_("If you want to work together, ask {provider} for a request to your address at {visitor}."),
)
def is_not_turned_down(facts: Claiming) -> Params | None:
    """Refuse a claim after a decision that has not let the company in."""
    if not facts.decided_on:
        return None
    return {"visitor": facts.visitor, "provider": facts.provider, "day": facts.decided_on}


@rule(
    "claim-room",
    statement=_("At most five companies wait for the provider's decision about one request."),
    source="decision of the portal",
    refusal=_("Several companies have asked {provider} already to answer this request."),
    remedy=_("Ask {provider} for a request to your address at {visitor}, or try again when it has decided."),
)
def there_is_room(facts: Claiming) -> Params | None:
    """Refuse one claim too many, so that a link that went round does not flood its provider."""
    return {"visitor": facts.visitor, "provider": facts.provider} if facts.others >= OPEN_CLAIMS else None


CLAIM_RULES = (claims_as_a_reseller, has_not_claimed_yet, is_not_turned_down, there_is_room)
"""What must hold before a company that was not asked asks to answer."""


@rule(
    "claim-undecided",
    statement=_("A claim is decided once."),
    source="decision of the portal",
    refusal=_("{decided_by} has decided about {company} already, on {day}."),
    remedy=_("Look at the request: it says who may answer it. To ask another company, make a new request."),
)
def is_undecided(facts: Deciding) -> Params | None:
    """Refuse a second decision."""
    if not facts.decided_on:
        return None
    return {"company": facts.company, "decided_by": facts.decided_by, "day": facts.decided_on}


@rule(
    "claim-replaced",
    statement=_("A claim made with a link that a newer one has replaced is moot."),
    source="decision of the portal",
    refusal=_("{company} has asked with a link that has been replaced since."),
    remedy=_("Nothing needs to be decided. {company} can ask again if it gets the new link."),
)
def is_of_the_present_link(facts: Deciding) -> Params | None:
    """Refuse to decide about a claim to an earlier link."""
    return None if facts.is_current else {"company": facts.company}


DECISION_RULES = (is_undecided, is_of_the_present_link)
"""What must hold before the provider decides about a claim, besides that the request is open."""
