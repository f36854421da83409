"""When a reseller may ask a provider for a partnership, and when the provider may accept."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, refusals, rule
from relationships.agreements.rules import SELLER_RULES, Standing, is_not_suspended
from relationships.partnerships.rules import DoubleRole, Pair, is_no_end_customer, same_region
from relationships.requests.rules import Tie, are_not_partners_yet, asks_as_provider

MOST_OPEN = 20
"""How many providers a reseller may ask at the same time."""

MOST_LATELY = 3
"""How often a reseller may ask the same provider within seven days."""


@dataclass(frozen=True)
class Approach:
    """A reseller about to ask a provider. The days are ISO dates, empty for what has not happened.

    `asked_on` is that of its open request to this provider, `invited_on` that of the provider's open one to it,
    `blocked_on` since when it takes no requests from the provider. After a decline it may ask anew from `again_on`,
    after having asked and withdrawn over and over from `free_on`.
    """

    provider: Standing
    reseller: Standing
    tie: Tie
    is_listed: bool
    is_end_customer: bool
    asked_on: str
    invited_on: str
    blocked_on: str
    declined_on: str
    again_on: str
    free_on: str
    open_count: int
    ticked: bool


@dataclass(frozen=True)
class Reply:
    """A provider about to accept a reseller's request; `state` counts an open one past its expiry as expired."""

    provider: Standing
    reseller: Standing
    tie: Tie
    is_end_customer: bool
    state: str


@dataclass(frozen=True)
class Asked:
    """A reseller's request that somebody wants to answer or take back."""

    provider: str
    reseller: str
    state: str


@rule(
    "asked-enrolled",
    statement=_("Only an enrolled indirect reseller asks a provider for a partnership."),
    source="source 002 (R11)",
    refusal=_("{reseller} is not enrolled as an indirect reseller."),
    remedy=_("{reseller} finishes its enrolment first; the page Enrolment says where it stands."),
    api_code="800016",
)
def asks_as_reseller(facts: Standing) -> Params | None:
    """Refuse a company whose enrolment as reseller is missing, waits or was rejected."""
    return None if facts.is_reseller else {"reseller": facts.name}


@rule(
    "asked-listed",
    statement=_("A reseller asks providers that stand in the directory."),
    source="decision of the portal",
    refusal=_("{provider} is no longer in the directory."),
    remedy=_("Choose another provider, or contact {provider} outside the portal: it can ask you by mail."),
)
def is_in_the_directory(facts: Approach) -> Params | None:
    """Refuse to ask a provider that does not want to be found."""
    return None if facts.is_listed else {"provider": facts.provider.name}


@rule(
    "asked-once",
    statement=_("A reseller has at most one open request to a provider."),
    source="decision of the portal",
    refusal=_("Your request to {provider} of {day} is still open."),
    remedy=_("Find it under Your requests: wait for the answer, or withdraw it."),
)
def has_not_asked_provider_yet(facts: Approach) -> Params | None:
    """Refuse a second open request to the same provider."""
    return {"provider": facts.provider.name, "day": facts.asked_on} if facts.asked_on else None


@rule(
    "asked-invited",
    statement=_("A reseller whom the provider has asked answers that request instead of asking."),
    source="decision of the portal",
    refusal=_("{provider} has asked you for a partnership already, on {day}."),
    remedy=_("Follow the link in the mail from {provider} and accept it there."),
)
def is_not_asked_already(facts: Approach) -> Params | None:
    """Refuse to ask whoever has an open request to this reseller."""
    return {"provider": facts.provider.name, "day": facts.invited_on} if facts.invited_on else None


@rule(
    "asked-blocked",
    statement=_("A reseller does not ask a provider that it has blocked."),
    source="decision of the portal",
    refusal=_("You have taken no requests from {provider} since {day}."),
    remedy=_("A Global admin takes requests of {provider} again under Blocked providers; then ask."),
)
def has_not_blocked(facts: Approach) -> Params | None:
    """Refuse to ask a provider whose own requests are not wanted."""
    return {"provider": facts.provider.name, "day": facts.blocked_on} if facts.blocked_on else None


@rule(
    "asked-pause",
    statement=_("A reseller does not ask a provider again within seven days after it has declined."),
    source="decision of the portal",
    refusal=_("{provider} declined your request on {day}."),
    remedy=_("You can ask again from {again} on. Until then {provider} can still ask you."),
)
def has_waited(facts: Approach) -> Params | None:
    """Refuse to press a provider that has just said no."""
    if not facts.declined_on:
        return None
    return {"provider": facts.provider.name, "day": facts.declined_on, "again": facts.again_on}


@rule(
    "asked-too-often",
    statement=_("A reseller asks the same provider at most three times within seven days."),
    source="decision of the portal",
    refusal=_("You have asked {provider} several times within a few days, and withdrawn it."),
    remedy=_("You can ask again from {day} on, or contact {provider} outside the portal."),
)
def asks_not_over_and_over(facts: Approach) -> Params | None:
    """Refuse to ask and withdraw in turn: each time the provider gets a mail."""
    if not facts.free_on or facts.asked_on or facts.declined_on:
        return None
    return {"provider": facts.provider.name, "day": facts.free_on}


@rule(
    "asked-limit",
    statement=_("A reseller has at most twenty open requests to providers."),
    source="decision of the portal",
    refusal=_("{reseller} has {count} open requests to providers, the most there can be."),
    remedy=_("Wait for an answer, or withdraw a request under Your requests."),
)
def asks_not_too_many(facts: Approach) -> Params | None:
    """Refuse the request that would be one too many."""
    return {"reseller": facts.reseller.name, "count": facts.open_count} if facts.open_count >= MOST_OPEN else None


@rule(
    "asked-tick",
    statement=_("A reseller that asks has ticked what a partnership means: the provider's yes opens it."),
    source="dossier, reseller tasks (R12)",
    refusal=_("The box was not ticked."),
    remedy=_("Read what accepting means, tick the box and send the request."),
)
def has_ticked(facts: Approach) -> Params | None:
    """Refuse a request without the tick."""
    return None if facts.ticked else {}


@rule(
    "asked-open",
    statement=_("A reseller's request is answered or withdrawn while it is open."),
    source="decision of the portal",
    refusal=_("The request of {reseller} to {provider} is no longer open."),
    remedy=_("Look at it: it says what has become of it."),
)
def is_still_open(facts: Asked) -> Params | None:
    """Refuse to touch what is closed."""
    return None if facts.state == "sent" else {"reseller": facts.reseller, "provider": facts.provider}


APPROACH_RULES = (
    is_in_the_directory,
    has_not_asked_provider_yet,
    is_not_asked_already,
    has_not_blocked,
    has_waited,
    asks_not_over_and_over,
    asks_not_too_many,
    has_ticked,
)
"""What must hold between the two before a reseller asks, besides the rules of every partnership."""


def approach_refusals(facts: Approach) -> list[Refusal]:
    """Return why this reseller may not ask this provider; partners need nothing, so nothing else is said to them."""
    if partners := refusals((are_not_partners_yet,), facts.tie):
        return partners
    return _pair_refusals(facts) + refusals(APPROACH_RULES, facts)


def reply_refusals(facts: Reply) -> list[Refusal]:
    """Return why the provider may not accept this request."""
    asked = Asked(facts.provider.name, facts.reseller.name, facts.state)
    if over := refusals((is_still_open,), asked) or refusals((are_not_partners_yet,), facts.tie):
        return over
    return refusals((asks_as_provider, *SELLER_RULES), facts.provider) + _pair_refusals(facts)


def _pair_refusals(facts: Approach | Reply) -> list[Refusal]:
    """Return why the two cannot be partners: R1, R11, R70, R31."""
    pair = Pair(facts.provider, facts.reseller, are_partners=False)
    role = DoubleRole(
        facts.provider.name, facts.reseller.name, is_reseller=False, is_end_customer=facts.is_end_customer
    )
    return (
        refusals((same_region,), pair)
        + refusals((asks_as_reseller, is_not_suspended), facts.reseller)
        + refusals((is_no_end_customer,), role)
    )
