"""When the link of a partnership request may be accepted, declined or claimed (R11, R12, R16)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Refusal, kept, refusals, rule
from relationships.agreements.rules import Standing, is_not_suspended
from relationships.claims.rules import CLAIM_RULES, Claiming
from relationships.partners.programmes import Programme
from relationships.partners.rules import Enrolling, programmes_fit_together
from relationships.partnerships.rules import DoubleRole, Pair, is_no_end_customer, same_region
from relationships.requests.rules import Tie, are_not_partners_yet


@dataclass(frozen=True)
class Link:
    """What the holder of a link may know. `state` counts an open request past its expiry as expired.

    `day` is when the request ended, or until when its link works (ISO dates).
    """

    provider: str
    company: str
    state: str
    is_current: bool
    day: str


@dataclass(frozen=True)
class Acceptance:
    """Somebody following a link for a company. `reseller` is None for a company that is no partner at all.

    `global_admins` are named where something waits for one of them.
    """

    link: Link
    tie: Tie
    provider: Standing
    visitor: str
    reseller: Standing | None
    is_own: bool
    is_recipient: bool
    rejected_because: str | None
    is_end_customer: bool
    is_global_admin: bool
    global_admins: str
    ticked: bool


@rule(
    "R16-replaced",
    statement=_("A link is refused when a newer one has replaced it."),
    source="dossier, J2; decision of the portal",
    refusal=_("This link has been replaced by a newer one."),
    remedy=_("Use the link in the latest mail from {provider}, or ask {provider} for it."),
)
def is_the_present_link(facts: Link) -> Params | None:
    """Refuse a link of an older version."""
    return None if facts.is_current else {"provider": facts.provider}


@rule(
    "R16-used",
    statement=_("A link is refused when it has been used: one link, one acceptance."),
    source="dossier, J2",
    refusal=_("This link was used on {day}: the request has been accepted."),
    remedy=_("If that was your company, look under Indirect providers. Otherwise ask {provider} for a new request."),
)
def is_unused(facts: Link) -> Params | None:
    """Refuse the link of an accepted request."""
    return {"provider": facts.provider, "day": facts.day} if facts.state == "accepted" else None


@rule(
    "R16-withdrawn",
    statement=_("A link is refused when the provider has withdrawn the request."),
    source="dossier, J2",
    refusal=_("{provider} withdrew this request on {day}."),
    remedy=_("If you still want to work together, ask {provider} for a new request."),
)
def is_not_withdrawn(facts: Link) -> Params | None:
    """Refuse the link of a withdrawn request."""
    return {"provider": facts.provider, "day": facts.day} if facts.state == "withdrawn" else None


@rule(
    "R16-declined",
    statement=_("A link is refused when the request has been declined."),
    source="dossier, J2",
    refusal=_("This request was declined on {day}."),
    remedy=_("If that was a mistake, ask {provider} for a new request."),
)
def is_not_declined(facts: Link) -> Params | None:
    """Refuse the link of a declined request."""
    return {"provider": facts.provider, "day": facts.day} if facts.state == "declined" else None


@rule(
    "R16-expired",
    statement=_("A link is refused when it has expired."),
    source="dossier, J2",
    refusal=_("This link expired on {day}."),
    remedy=_("Ask {provider} for a new request; it takes them a minute."),
)
def is_not_expired(facts: Link) -> Params | None:
    """Refuse the link of a request past its expiry, sweeper or not."""
    return {"provider": facts.provider, "day": facts.day} if facts.state == "expired" else None


LINK_RULES = (is_unused, is_not_withdrawn, is_not_declined, is_not_expired, is_the_present_link)
"""What the link itself must satisfy, whoever follows it."""


@rule(
    "R16-own",
    statement=_("A link is refused to the provider that made it."),
    source="dossier, J2",
    refusal=_("This is the own link of {provider}: only the company asked can accept it."),
    remedy=_("Send it to {company}. To try it yourself, sign in with an account of that company."),
)
def is_not_own_link(facts: Acceptance) -> Params | None:
    """Refuse the provider's own people."""
    return {"provider": facts.provider.name, "company": facts.link.company} if facts.is_own else None


@rule(
    "wrong-company",
    statement=_("A link is for one recipient: the company asked, or whose verified address or domain was asked."),
    source="dossier, J2; decision of the portal",
    refusal=_("This request is for {company}; you are signed in for {visitor}."),
    remedy=_("Sign in with an account of {company}, or ask {provider} for a request to your address at {visitor}."),
)
def is_for_this_company(facts: Acceptance) -> Params | None:
    """Refuse a company other than the one asked."""
    if facts.is_recipient:
        return None
    return {"company": facts.link.company, "visitor": facts.visitor, "provider": facts.provider.name}


@rule(
    "claim-needless",
    statement=_("Who was asked needs nobody's leave to answer."),
    source="decision of the portal",
    refusal=_("This request is for {visitor}: nobody needs to be asked."),
    remedy=_("Open the link and answer it."),
)
def is_somebody_else(facts: Acceptance) -> Params | None:
    """Refuse to ask for what is there."""
    return {"visitor": facts.visitor} if facts.is_recipient else None


@rule(
    "R11",
    statement=_("The reseller must be enrolled as indirect reseller and have an account before the partnership."),
    source="source 002",
    refusal=_("{visitor} is not enrolled as an indirect reseller."),
    remedy=_("Enrol the company first. The request stays open until {day}, and the enrolment leads back to this link."),
    api_code="800016",
)
def reseller_is_enrolled(facts: Acceptance) -> Params | None:
    """Refuse a company that has not even applied to be a reseller; a provider is told more (R11-provider)."""
    is_mere_provider = facts.reseller and facts.reseller.is_provider
    if is_or_wants_to_be_reseller(facts) or is_mere_provider or facts.rejected_because is not None:
        return None
    return {"visitor": facts.visitor, "day": facts.link.day}


@rule(
    "R11-provider",
    statement=_("A company that is enrolled as an indirect provider only cannot be another provider's reseller."),
    source="source 002; dossier, J2",
    refusal=_("{visitor} is enrolled as an indirect provider, not as an indirect reseller."),
    remedy=_(
        "If your company also works as a reseller, sign in with the account (tenant) it uses for that, or open a "
        "second one and enrol it as an indirect reseller. The request stays open until {day}."
    ),
    api_code="800016",
)
def is_no_mere_provider(facts: Acceptance) -> Params | None:
    """Refuse a provider that has not applied to be a reseller."""
    if is_or_wants_to_be_reseller(facts) or facts.rejected_because is not None:
        return None
    return {"visitor": facts.visitor, "day": facts.link.day} if facts.reseller and facts.reseller.is_provider else None


def is_or_wants_to_be_reseller(facts: Acceptance) -> bool:
    """Say whether the company is enrolled as a reseller, or waits for the decision."""
    own = facts.reseller
    return own is not None and (own.is_reseller or Programme.INDIRECT_RESELLER in own.awaiting)


@rule(
    "R11-pending",
    statement=_("An enrolment that waits for its decision does not suffice for a partnership."),
    source="source 002; dossier, J2",
    refusal=_("The enrolment of {visitor} as an indirect reseller is still being checked."),
    remedy=_("You get a mail when it is decided, and it leads back here. The request stays open until {day}."),
    api_code="800016",
)
def enrolment_is_decided(facts: Acceptance) -> Params | None:
    """Refuse a company whose enrolment is pending."""
    if not facts.reseller or facts.reseller.is_reseller or Programme.INDIRECT_RESELLER not in facts.reseller.awaiting:
        return None
    return {"visitor": facts.visitor, "day": facts.link.day}


@rule(
    "R11-rejected",
    statement=_("A rejected enrolment does not suffice for a partnership."),
    source="source 002; dossier, J2",
    refusal=_("The enrolment of {visitor} as an indirect reseller was rejected: {reason}"),
    remedy=_("Choose Fix now, put right what was found and apply again. The request stays open until {day}."),
    api_code="800016",
)
def enrolment_is_not_rejected(facts: Acceptance) -> Params | None:
    """Refuse a company whose enrolment was rejected."""
    if facts.rejected_because is None:
        return None
    return {"visitor": facts.visitor, "reason": facts.rejected_because or "—", "day": facts.link.day}


ENROLMENT_RULES = (reseller_is_enrolled, is_no_mere_provider, enrolment_is_decided, enrolment_is_not_rejected)
"""What enrolment a company needs to accept."""


@rule(
    "R12",
    statement=_("The acceptance needs an explicit tick plus Authorize indirect provider, by a Global admin."),
    source="dossier, reseller tasks",
    refusal=_("Only a Global admin of {visitor} can answer this request."),
    remedy=_("Forward the mail to a Global admin of {visitor}: {global_admins}."),
)
def answered_by_a_global_admin(facts: Acceptance) -> Params | None:
    """Refuse a person without the right to answer for the company."""
    return None if facts.is_global_admin else {"visitor": facts.visitor, "global_admins": facts.global_admins or "—"}


@rule(
    "R12-tick",
    statement=_("Nothing is accepted without the explicit tick."),
    source="dossier, reseller tasks",
    refusal=_("The box was not ticked."),
    remedy=_("Read what accepting means, tick the box and choose Authorize indirect provider."),
)
def is_ticked(facts: Acceptance) -> Params | None:
    """Refuse an acceptance without the tick."""
    return None if facts.ticked else {}


R16 = kept(
    "R16",
    statement=_(
        "A link is refused when expired, used, withdrawn, declined, of another region, the opener's own, or when the "
        "parties are already partners."
    ),
    source="dossier, J2",
    kept_by="relationships.answers.rules.acceptance_refusals",
)


def answer_refusals(facts: Acceptance) -> list[Refusal]:
    """Return why this person may not decline: the first of link, company and role that fails."""
    return (
        refusals((is_not_own_link,), facts)
        or refusals((are_not_partners_yet,), facts.tie)
        or refusals(LINK_RULES, facts.link)
        or refusals((is_for_this_company,), facts)
        or refusals((answered_by_a_global_admin,), facts)
    )


def acceptance_refusals(facts: Acceptance) -> list[Refusal]:
    """Return why this person may not accept; what needs something else put right first hides the rest."""
    first = answer_refusals(facts)
    if first and first[0].code != answered_by_a_global_admin.code:
        return first
    role = DoubleRole(facts.provider.name, facts.visitor, is_reseller=False, is_end_customer=facts.is_end_customer)
    enrolment = refusals((is_no_end_customer,), role) + enrolment_refusals(facts)
    suspended = refusals((is_not_suspended,), facts.provider)
    if facts.reseller is None:
        return enrolment + first
    pair = Pair(facts.provider, facts.reseller, are_partners=False)
    suspended += refusals((is_not_suspended,), facts.reseller)
    return refusals((same_region,), pair) + enrolment + suspended + first + refusals((is_ticked,), facts)


def enrolment_refusals(facts: Acceptance) -> list[Refusal]:
    """Return why this company is no reseller; a direct-bill partner needs another tenant for that (R32)."""
    if facts.reseller and facts.reseller.is_reseller:
        return []
    if facts.reseller and Programme.DIRECT_BILL in facts.reseller.programmes:
        wanted = Enrolling(facts.visitor, Programme.INDIRECT_RESELLER.value, facts.reseller.programmes)
        return refusals((programmes_fit_together,), wanted)
    return refusals(ENROLMENT_RULES, facts)


def claim_refusals(facts: Acceptance, claiming: Claiming) -> list[Refusal]:
    """Return why this company may not ask to answer: there must be nothing against it but that it was not asked."""
    against = answer_refusals(facts)
    if not against or against[0].code != is_for_this_company.code:
        return against or refusals((is_somebody_else,), facts)
    found = refusals((answered_by_a_global_admin,), facts) + refusals(CLAIM_RULES, claiming)
    if facts.reseller is None:
        return found
    return refusals((same_region,), Pair(facts.provider, facts.reseller, are_partners=False)) + found
