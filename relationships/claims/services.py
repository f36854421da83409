"""Asking to answer a request that was sent to another address, and the provider's decision about it."""

from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from relationships.claims.models import RecipientClaim
from relationships.claims.notices import tell_claimed, tell_decided
from relationships.claims.rules import DECISION_RULES, Deciding
from relationships.partners.models import Partner
from relationships.requests.facts import day_of, stage_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.rules import is_open
from relationships.requests.services import lock_request


@transaction.atomic
def put_in_claim(*, actor: Actor, now: datetime, request: PartnershipRequest, company: Partner) -> RecipientClaim:
    """Record that a company asks to answer this request, and tell the provider.

    The caller has locked the request and checked the rules; a claim that a newer link has made moot is made anew.
    """
    if actor.user is None:
        raise ValueError("A claim is made by a person.")
    claim, _made = RecipientClaim.objects.update_or_create(
        request=request,
        company=company,
        defaults={"link_version": request.link_version, "claimed_by": actor.user, "claimed_at": now},
    )
    audit.record(actor=actor, now=now, verb="partnership_request.claimed", subject=request, company=str(company.pk))
    tell_claimed(now=now, claim=claim)
    return claim


@transaction.atomic
def allow_claim(*, actor: Actor, now: datetime, claim: RecipientClaim) -> RecipientClaim:
    """Make the company the recipient of the request: it, and nobody else, answers it with the same link.

    Raises Refused when the request is closed, the link replaced, or somebody has decided already.
    """
    claim = _lock(claim, now)
    claim.request.recipient_partner = claim.company
    claim.request.save(update_fields=["recipient_partner"])
    return _decide(claim, actor=actor, now=now, allowed=True)


@transaction.atomic
def refuse_claim(*, actor: Actor, now: datetime, claim: RecipientClaim) -> RecipientClaim:
    """Leave the request to whom it was sent. Raises Refused as `allow_claim` does."""
    return _decide(_lock(claim, now), actor=actor, now=now, allowed=False)


def _lock(claim: RecipientClaim, now: datetime) -> RecipientClaim:
    """Lock the request, then the claim, and enforce that there is something to decide."""
    request = lock_request(claim.request)
    held = RecipientClaim.objects.select_for_update(of=("self",), no_key=True)
    claim = held.select_related("company__tenant", "claimed_by").get(pk=claim.pk)
    claim.request = request
    enforce(DECISION_RULES, deciding_of(claim))
    enforce((is_open,), stage_of(request, now))
    return claim


def deciding_of(claim: RecipientClaim) -> Deciding:
    """Return what is known when the provider is about to decide."""
    return Deciding(
        company=claim.company.name,
        decided_by=claim.decided_by,
        decided_on=day_of(claim.decided_at) if claim.decided_at else "",
        is_current=claim.link_version == claim.request.link_version,
    )


def _decide(claim: RecipientClaim, *, actor: Actor, now: datetime, allowed: bool) -> RecipientClaim:
    claim.decided_at, claim.decided_by, claim.allowed = now, actor.name, allowed
    claim.save(update_fields=["decided_at", "decided_by", "allowed"])
    verb = "partnership_request.claim_allowed" if allowed else "partnership_request.claim_refused"
    audit.record(actor=actor, now=now, verb=verb, subject=claim.request, company=str(claim.company_id))
    tell_decided(now=now, claim=claim)
    return claim
