"""A reseller's request to a provider: ask, withdraw, accept, decline, expire."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.organisations.actor import Actor, portal
from foundation.rules import Refused, enforce
from relationships.partners.models import Partner
from relationships.partners.services import lock_partners
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import open_partnership
from relationships.requests.sweeping import sweep_rows
from relationships.reseller_requests import notices
from relationships.reseller_requests.facts import approach_facts, reply_facts
from relationships.reseller_requests.models import ResellerRequest
from relationships.reseller_requests.rules import Asked, approach_refusals, is_still_open, reply_refusals

State = ResellerRequest.State
SWEPT_AT_ONCE = 200
"""Requests closed in one transaction."""


@transaction.atomic
def ask_provider(*, actor: Actor, now: datetime, provider: Partner, message: str, ticked: bool) -> ResellerRequest:
    """Ask a listed provider for a partnership with the actor's company; its yes opens the partnership (R12).

    Raises Refused with every rule against it; ValueError for an actor who acts for no partner, or for the own company.
    """
    if actor.user is None or actor.tenant_id is None or actor.tenant_id == provider.pk:
        raise ValueError("A request is made by a person of a reseller, to another company.")
    partners = lock_partners(actor.tenant_id, provider.pk)
    reseller, provider = partners[actor.tenant_id], partners[provider.pk]
    overdue = ResellerRequest.objects.past_expiry(now).filter(reseller=reseller, provider=provider)
    for each in overdue.select_for_update(of=("self",), no_key=True).select_related(*PARTIES):
        _expire(each, now)
    if found := approach_refusals(approach_facts(reseller=reseller.tenant, provider=provider, now=now, ticked=ticked)):
        raise Refused(found)
    request = ResellerRequest.objects.create(
        reseller=reseller,
        provider=provider,
        message=message.strip(),
        created_at=now,
        created_by=actor.user,
        expires_at=now + timedelta(days=settings.PARTNERSHIP_REQUEST_DAYS),
    )
    audit.record(actor=actor, now=now, verb="reseller_request.sent", subject=request, provider=str(provider.pk))
    notices.tell_asked(now=now, request=request)
    return request


@transaction.atomic
def accept_reseller_request(*, actor: Actor, now: datetime, request: ResellerRequest) -> Partnership:
    """Accept for the provider, which opens the partnership (R1, R10, R11, R13, R14, R18, R31, R70).

    A request of the provider to the same reseller stays as it is: its link says that the two are partners.
    Raises Refused; of many who answer at once one gets through.
    """
    partners = lock_partners(request.provider_id, request.reseller_id)
    request = _lock(request)
    if found := reply_refusals(reply_facts(request, now)):
        raise Refused(found)
    provider, reseller = partners[request.provider_id], partners[request.reseller_id]
    partnership = open_partnership(actor=actor, now=now, provider=provider, reseller=reseller)
    request.partnership = partnership
    _close(request, State.ACCEPTED, actor=actor, now=now, partnership=str(partnership.pk))
    notices.tell_accepted(now=now, request=request)
    return partnership


@transaction.atomic
def decline_reseller_request(*, actor: Actor, now: datetime, request: ResellerRequest, reason: str) -> ResellerRequest:
    """Decline for the provider, with or without a reason, and tell the reseller. Raises Refused when it is closed."""
    request = _lock_open(request, now)
    request.reason = reason.strip()
    _close(request, State.DECLINED, actor=actor, now=now, reason=request.reason)
    notices.tell_declined(now=now, request=request)
    return request


@transaction.atomic
def withdraw_reseller_request(*, actor: Actor, now: datetime, request: ResellerRequest) -> ResellerRequest:
    """Take the own request back and tell the provider. Raises Refused when it is closed."""
    request = _lock_open(request, now)
    _close(request, State.WITHDRAWN, actor=actor, now=now)
    notices.tell_withdrawn(now=now, request=request)
    return request


def expire_reseller_requests(*, now: datetime) -> int:
    """Close the open requests whose time is over; return how many. Whoever looks sees them as expired already."""
    overdue = ResellerRequest.objects.past_expiry(now).order_by("expires_at", "pk").select_related(*PARTIES)
    free = overdue.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return sweep_rows(free, lambda each: _expire(each, now), at_once=SWEPT_AT_ONCE)


PARTIES = ("provider__tenant", "reseller__tenant", "created_by")
"""What is loaded with a request: telling of it needs both companies and whoever asked."""


def _lock(request: ResellerRequest) -> ResellerRequest:
    locked = ResellerRequest.objects.select_for_update(of=("self",), no_key=True).select_related(*PARTIES)
    return locked.get(pk=request.pk)


def _lock_open(request: ResellerRequest, now: datetime) -> ResellerRequest:
    """Lock the request and enforce that it is open."""
    request = _lock(request)
    enforce((is_still_open,), Asked(request.provider.name, request.reseller.name, request.state_at(now).value))
    return request


def _close(request: ResellerRequest, state: str, *, actor: Actor, now: datetime, **told: str) -> None:
    """Write the end of a locked request into its row; mails about it that still wait are not sent."""
    request.state, request.closed_by = state, actor.name
    request.closed_at = request.expires_at if state == State.EXPIRED else now
    request.save(update_fields=["state", "closed_at", "closed_by", "reason", "partnership"])
    audit.record(actor=actor, now=now, verb=f"reseller_request.{state}", subject=request, **told)
    mail.cancel(now=now, about=request)


def _expire(request: ResellerRequest, now: datetime) -> None:
    """Close a locked request as of its expiry, and tell the reseller."""
    _close(request, State.EXPIRED, actor=portal(), now=now)
    notices.tell_expired(now=now, request=request)
