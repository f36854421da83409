"""Who may ask for a partnership, and what may be done with a request while it is open (R15)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, kept, refusals, rule
from relationships.agreements.rules import SELLER_RULES, Standing
from relationships.partnerships.rules import DoubleRole, is_no_end_customer


@dataclass(frozen=True)
class Tie:
    """Two companies; `since` is the ISO date of their open partnership, or empty."""

    provider: str
    reseller: str
    since: str


@dataclass(frozen=True)
class Asking:
    """A provider about to ask. `open_since` is the ISO date of its open request to the same address, or empty.

    `blocked_since` is the ISO date since when the reseller to whom the address belongs takes no requests from it.
    `end_customer` is the provider's own end customer to whom the address belongs, or empty.
    """

    provider: Standing
    address: str
    is_own_address: bool
    open_since: str
    blocked_since: str
    end_customer: str
    rate: "Rate"
    tie: Tie


@dataclass(frozen=True)
class Rate:
    """How much a provider has asked lately.

    `too_many_until` and `too_often_until` say when it may ask again after too many requests a day, or too many mails
    to this address; empty when it may now.
    """

    provider: str
    address: str
    too_many_until: str
    too_often_until: str


@dataclass(frozen=True)
class Stage:
    """Where a request stands when its own provider wants to do something with it."""

    company: str
    state: str
    by_portal: bool


@dataclass(frozen=True)
class Extending:
    """A request whose end is about to be put off."""

    company: str
    ends_on: date
    until: date
    latest: date


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
    "asking-blocked",
    statement=_("A provider does not ask a reseller that has blocked its further requests."),
    source="decision of the portal",
    refusal=_("{address} has taken no requests from {provider} since {day}: the company has blocked them."),
    remedy=_("Contact the company outside the portal; it can take the block back under Indirect providers."),
)
def is_not_blocked(facts: Asking) -> Params | None:
    """Refuse an address of a reseller that does not want to be asked again."""
    if not facts.blocked_since:
        return None
    return {"address": facts.address, "provider": facts.provider.name, "day": facts.blocked_since}


@rule(
    "asking-too-many",
    statement=_("A provider makes a limited number of requests a day."),
    source="decision of the portal",
    refusal=_("{provider} has made as many requests as it may within 24 hours."),
    remedy=_("Ask again from {time} on."),
)
def has_room_today(facts: Rate) -> Params | None:
    """Refuse one request too many within a day."""
    return {"provider": facts.provider, "time": facts.too_many_until} if facts.too_many_until else None


@rule(
    "asking-too-often",
    statement=_("A provider sends a limited number of mails about requests to an address within a week."),
    source="decision of the portal",
    refusal=_("{address} has had as many mails about your requests as it may get within a week."),
    remedy=_("Write again from {time} on, or contact the company outside the portal."),
)
def is_not_flooded(facts: Rate) -> Params | None:
    """Refuse one mail too many to the same recipient."""
    return {"address": facts.address, "time": facts.too_often_until} if facts.too_often_until else None


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
    statement=_("A request is changed and withdrawn while it is open."),
    source="decision of the portal",
    refusal=_("The request to {company} is no longer open."),
    remedy=_("Look at it under Requests: it says what has become of it. Choose Ask again to make a new request."),
)
def is_open(facts: Stage) -> Params | None:
    """Refuse to change what is closed."""
    return None if facts.state in ("draft", "sent") else {"company": facts.company}


@rule(
    "request-sent",
    statement=_("A request is sent again, and reminded of, once it has been sent."),
    source="decision of the portal",
    refusal=_("The request to {company} is still a draft."),
    remedy=_("Choose Continue, and send it from there."),
)
def has_been_sent(facts: Stage) -> Params | None:
    """Refuse to repeat what has not been said yet."""
    return {"company": facts.company} if facts.state == "draft" else None


@rule(
    "request-by-portal",
    statement=_("The portal reminds recipients of requests that it has sent itself."),
    source="decision of the portal",
    refusal=_("You have sent the request to {company} yourself, outside the portal."),
    remedy=_("Copy the link and remind the company yourself, or choose Send again: the portal sends it from then on."),
)
def was_sent_by_portal(facts: Stage) -> Params | None:
    """Refuse to remind of a mail that the portal does not know."""
    return None if facts.by_portal or facts.state != "sent" else {"company": facts.company}


@rule(
    "request-end",
    statement=_("The end of a request is put off to a later day, which is near enough."),
    source="decision of the portal",
    refusal=_("The request to {company} ends on {day}; it can end on a later day, until {latest}."),
    remedy=_("Choose a day after {day} and not after {latest}."),
)
def is_later_and_near(facts: Extending) -> Params | None:
    """Refuse to shorten a request, and to keep it open for ever."""
    if facts.ends_on < facts.until <= facts.latest:
        return None
    days = {"day": facts.ends_on.isoformat(), "latest": facts.latest.isoformat()}
    return {"company": facts.company, **days}


RESEND_RULES = (is_open, has_been_sent)
"""What must hold for a request's state before it is sent again."""

REMINDER_RULES = (is_open, has_been_sent, was_sent_by_portal)
"""What must hold for a request's state before the portal reminds of it."""


R15 = kept(
    "R15",
    statement=_("The text of the mail may be changed, its link must be kept."),
    source="source 002",
    kept_by="relationships.request_templates.words.keep_link",
)


def asking_refusals(facts: Asking) -> list[Refusal]:
    """Return why this provider may not ask this address."""
    return provider_refusals(facts.provider) + refusals((has_room_today,), facts.rate) + recipient_refusals(facts)


def provider_refusals(facts: Standing) -> list[Refusal]:
    """Return why this company may ask nobody at all."""
    return refusals((asks_as_provider, *SELLER_RULES), facts)


def recipient_refusals(facts: Asking) -> list[Refusal]:
    """Return what speaks against this very address."""
    address = refusals((asks_somebody_else, has_not_asked_yet, is_not_blocked), facts)
    address += refusals((is_not_flooded,), facts.rate)
    role = DoubleRole(facts.provider.name, facts.end_customer, False, is_end_customer=bool(facts.end_customer))
    address += refusals((is_no_end_customer,), role)
    return address + refusals((are_not_partners_yet,), facts.tie)
