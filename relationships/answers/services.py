"""The recipient's side of a partnership request: look at it, accept it, decline it, or ask to be the recipient."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from foundation.rules import Refusal, Refused
from relationships.answers.facts import acceptance_facts, claiming_facts
from relationships.answers.rules import Acceptance, acceptance_refusals, answer_refusals, claim_refusals
from relationships.blocks.services import block_provider
from relationships.claims.models import RecipientClaim
from relationships.claims.services import put_in_claim
from relationships.partners.services import lock_partners
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import open_partnership
from relationships.requests.facts import is_recipient
from relationships.requests.links import Followed
from relationships.requests.models import PartnershipRequest
from relationships.requests.notices import tell_accepted, tell_declined
from relationships.requests.services import close, lock_request


@transaction.atomic
def accept_request(*, actor: Actor, now: datetime, followed: Followed, ticked: bool) -> Partnership:
    """Accept a request for the actor's company, which opens the partnership (R1, R11-R14, R16, R18, R70).

    Raises Refused with what speaks against it; of many who accept at once one gets the partnership, the others learn
    that there is one. ValueError for an actor who acts for no company.
    """
    tenant = _company(actor)
    partners = lock_partners(followed.request.provider_id, tenant.pk)
    request = _lock_and_check(followed, acceptance_refusals, actor=actor, tenant=tenant, now=now, ticked=ticked)
    reseller = partners[tenant.pk]
    partnership = open_partnership(actor=actor, now=now, provider=request.provider, reseller=reseller)
    request.partnership, request.recipient_partner = partnership, reseller
    close(request, PartnershipRequest.State.ACCEPTED, at=now, by=actor.name)
    audit.record(
        actor=actor, now=now, verb="partnership_request.accepted", subject=request, partnership=str(partnership.pk)
    )
    mail.cancel(now=now, about=request)
    tell_accepted(now=now, request=request, partnership=partnership)
    return partnership


@transaction.atomic
def decline_request(
    *, actor: Actor, now: datetime, followed: Followed, reason: str, block: bool = False
) -> PartnershipRequest:
    """Decline a request for the actor's company, with or without a reason, and tell the provider.

    With `block` a partner takes no further requests from that provider. Raises Refused when the link is dead, for
    another company, or the actor may not answer for this one.
    """
    tenant = _company(actor)
    partners = lock_partners(followed.request.provider_id, tenant.pk)
    request = _lock_and_check(followed, answer_refusals, actor=actor, tenant=tenant, now=now)
    request.recipient_partner = partners.get(tenant.pk)  # So that a block knows the address asked as this company's.
    close(request, PartnershipRequest.State.DECLINED, at=now, by=actor.name, reason=reason.strip())
    audit.record(actor=actor, now=now, verb="partnership_request.declined", subject=request, reason=request.reason)
    mail.cancel(now=now, about=request)
    tell_declined(now=now, request=request, company=tenant.name)
    if block and request.recipient_partner:
        block_provider(actor=actor, now=now, reseller=request.recipient_partner, provider=request.provider)
    return request


@transaction.atomic
def claim_request(*, actor: Actor, now: datetime, followed: Followed) -> RecipientClaim:
    """Ask the provider to let the actor's company answer a request that was sent to another address.

    Raises Refused when anything but the address speaks against that, or the company has asked already.
    """
    tenant = _company(actor)

    def check(facts: Acceptance) -> list[Refusal]:
        return claim_refusals(facts, claiming_facts(facts, followed, tenant))

    request = _lock_and_check(followed, check, actor=actor, tenant=tenant, now=now)
    return put_in_claim(actor=actor, now=now, request=request, company=tenant.partner)


@transaction.atomic
def record_view(*, actor: Actor, now: datetime, followed: Followed) -> bool:
    """Note the first look of somebody of the company asked at an open request; say whether it was this one."""
    request = lock_request(followed.request)
    is_asked = actor.tenant is not None and is_recipient(request, actor.tenant)
    if request.viewed_at or not is_asked or not followed.is_current or not request.is_open_at(now):
        return False
    request.viewed_at = now
    request.save(update_fields=["viewed_at"])
    audit.record(actor=actor, now=now, verb="partnership_request.viewed", subject=request)
    return True


def _company(actor: Actor) -> Tenant:
    if actor.tenant is None:
        raise ValueError("A request is answered by a person of a company.")
    return actor.tenant


def _lock_and_check(
    followed: Followed,
    check: Callable[[Acceptance], list[Refusal]],
    *,
    actor: Actor,
    tenant: Tenant,
    now: datetime,
    ticked: bool = False,
) -> PartnershipRequest:
    """Lock the request, load the facts anew and raise Refused with what `check` finds."""
    request = lock_request(followed.request)
    current = Followed(request, followed.is_current and request.link_version == followed.request.link_version)
    if found := check(acceptance_facts(current, actor=actor, tenant=tenant, now=now, ticked=ticked)):
        raise Refused(found)
    return request
