"""Who may ask for a partnership, and what may be done with a request while it is open (R15)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, kept, refusals, rule
from relationships.agreements.rules import SELLER_RULES, Standing


@dataclass(frozen=True)
class Tie:
    """Two companies; `since` is the ISO date of their open partnership, or empty."""

    provider: str
    reseller: str
    since: str


@dataclass(frozen=True)
class Asking:
    """A provider about to ask. `open_since` is the ISO date of its open request to the same address, or empty."""

    provider: Standing
    address: str
    is_own_address: bool
    open_since: str
    tie: Tie


@dataclass(frozen=True)
class Stage:
    """Where a request stands when its own provider wants to do something with it."""

    company: str
    state: str


@rule(
    "asking-provider",
    statement=_("Only an enrolled indirect provider asks resellers for a partnership."),
    source="source 002",
    refusal=_("{partner} is not enrolled as an indirect provider."),
    remedy=_("Wait until the enrolment as indirect provider is active."),
)
def asks_as_provider(facts: Standing) -> Params | None:
    """Refuse a company whose enrolment as provider is not active."""
    return None if facts.is_provider else {"partner": facts.name}


@rule(
    "asking-own-address",
    statement=_("Nobody asks the own company for a partnership."),
    source="dossier, J2",
    refusal=_("{address} is an address of {provider} itself."),
    remedy=_("Enter the address of somebody at the reseller."),
)
def asks_somebody_else(facts: Asking) -> Params | None:
    """Refuse an address of the provider's own people."""
    return {"address": facts.address, "provider": facts.provider.name} if facts.is_own_address else None


@rule(
    "asking-once",
    statement=_("A provider has at most one open request to an address."),
    source="decision of the portal",
    refusal=_("A request to {address} has been open since {day}."),
    remedy=_("Find it under Requests: copy its link again, or withdraw it and ask anew."),
)
def has_not_asked_yet(facts: Asking) -> Params | None:
    """Refuse a second open request to the same address."""
    return {"address": facts.address, "day": facts.open_since} if facts.open_since else None


@rule(
    "R16-partners",
    statement=_("A link is refused when the parties are already partners."),
    source="dossier, J2",
    refusal=_("{provider} and {reseller} are already partners since {day}."),
    remedy=_("Nothing needs to be done: each is in the other's list."),
)
def are_not_partners_yet(facts: Tie) -> Params | None:
    """Refuse a second partnership of the same two."""
    if not facts.since:
        return None
    return {"provider": facts.provider, "reseller": facts.reseller, "day": facts.since}


@rule(
    "request-draft",
    statement=_("A request is edited and sent while it is a draft."),
    source="decision of the portal",
    refusal=_("The request to {company} is no longer a draft."),
    remedy=_("Look at it under Requests. To ask with other words, withdraw it and make a new one."),
)
def is_a_draft(facts: Stage) -> Params | None:
    """Refuse to change what has been sent or closed."""
    return None if facts.state == "draft" else {"company": facts.company}


@rule(
    "request-open",
    statement=_("A request can be withdrawn while it is open."),
    source="decision of the portal",
    refusal=_("The request to {company} is no longer open."),
    remedy=_("Look at it under Requests: it says what has become of it."),
)
def is_open(facts: Stage) -> Params | None:
    """Refuse to withdraw what is closed."""
    return None if facts.state in ("draft", "sent") else {"company": facts.company}


R15 = kept(
    "R15",
    statement=_("The text of the mail may be changed, its link must be kept."),
    source="source 002",
    kept_by="relationships.requests.words.keep_link",
)


def asking_refusals(facts: Asking) -> list[Refusal]:
    """Return why this provider may not ask this address."""
    own = refusals((asks_as_provider, *SELLER_RULES), facts.provider)
    return own + refusals((asks_somebody_else, has_not_asked_yet), facts) + refusals((are_not_partners_yet,), facts.tie)
