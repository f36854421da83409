"""The provider's side of a partnership request: ask, edit, send, withdraw, expire."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.organisations.actor import Actor, portal
from foundation.rules import Refused, Rule, enforce
from foundation.versions import check_version
from relationships.agreements.rules import SELLER_RULES
from relationships.agreements.standing import standing_of
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner
from relationships.requests.facts import asking_facts
from relationships.requests.links import KIND, link_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.rules import Stage, asking_refusals, asks_as_provider, is_a_draft, is_open
from relationships.requests.words import Words, draft_words, keep_link, words_of

State, Delivery = PartnershipRequest.State, PartnershipRequest.Delivery
SWEPT_AT_ONCE = 200
"""Requests closed in one transaction."""


@transaction.atomic
def create_request(*, actor: Actor, now: datetime, company: str, address: str, language: str) -> PartnershipRequest:
    """Draft a request to one recipient; its link works from now on (it may be copied before it is sent).

    `language` is one of MAIL_LANGUAGES. Raises Refused when the provider may not ask, or not this address.
    """
    if actor.user is None or actor.tenant_id is None:
        raise ValueError("A request is made by a person of a provider.")
    provider = lock_partner(Partner(pk=actor.tenant_id))
    address = address.strip().lower()
    overdue = PartnershipRequest.objects.past_expiry(now).filter(provider=provider, recipient_address=address)
    _expire(list(overdue.select_for_update(of=("self",), no_key=True)), now)
    if found := asking_refusals(asking_facts(provider, address=address, now=now)):
        raise Refused(found)
    expires_at = now + timedelta(days=settings.PARTNERSHIP_REQUEST_DAYS)
    words = draft_words(provider=provider, writer=actor.user, company=company, language=language, expires_at=expires_at)
    request = PartnershipRequest.objects.create(
        provider=provider,
        recipient_company=company.strip(),
        recipient_address=address,
        language=language,
        subject=words.subject,
        text=words.text,
        created_at=now,
        created_by=actor.user,
        expires_at=expires_at,
    )
    audit.record(actor=actor, now=now, verb="partnership_request.drafted", subject=request, address=address)
    return request


@transaction.atomic
def save_words(
    *, actor: Actor, now: datetime, request: PartnershipRequest, version: int, words: Words
) -> PartnershipRequest:
    """Keep the edited words of a draft; a link that is missing is put back at the end (R15).

    Raises Stale when somebody else has edited it since `version`, Refused when it is no draft any more.
    """
    request = _lock(request, now, is_a_draft)
    return _keep_words(request, actor=actor, now=now, version=version, words=words)


@transaction.atomic
def send_request(
    *, actor: Actor, now: datetime, request: PartnershipRequest, version: int, words: Words
) -> PartnershipRequest:
    """Put the mail with these words into the outbox. Raises Stale, or Refused if it may not be sent."""
    lock_partner(request.provider)
    request = _lock(request, now, is_a_draft)
    enforce((asks_as_provider, *SELLER_RULES), standing_of(request.provider_id))
    _keep_words(request, actor=actor, now=now, version=version, words=words)
    _mark_sent(request, now, Delivery.PORTAL)
    mail.enqueue(
        now=now,
        kind=KIND,
        to_address=request.recipient_address,
        language=request.language,
        subject=request.subject,
        text=request.text,
        link=link_of(request),
        about=request,
        reply_to=actor.user.email if actor.user else "",
        from_name=request.provider.name,
    )
    audit.record(actor=actor, now=now, verb="partnership_request.sent", subject=request, delivery=request.delivery)
    return request


@transaction.atomic
def finish_by_hand(
    *, actor: Actor, now: datetime, request: PartnershipRequest, version: int, words: Words
) -> PartnershipRequest:
    """Record that the writer sends the mail outside the portal. Nothing changes when it has been sent already.

    Raises Stale, or Refused when the request is closed.
    """
    request = _lock(request, now, is_open)
    if request.state == State.SENT:
        return request
    _keep_words(request, actor=actor, now=now, version=version, words=words)
    _mark_sent(request, now, Delivery.BY_YOU)
    audit.record(actor=actor, now=now, verb="partnership_request.sent", subject=request, delivery=request.delivery)
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, now: datetime, request: PartnershipRequest) -> PartnershipRequest:
    """Take an open request back: its link is dead, a waiting mail cancelled. Raises Refused when it is closed."""
    request = _lock(request, now, is_open)
    close(request, State.WITHDRAWN, at=now, by=actor.name)
    audit.record(actor=actor, now=now, verb="partnership_request.withdrawn", subject=request)
    mail.cancel(now=now, about=request)
    return request


def expire_requests(*, now: datetime) -> int:
    """Close the open requests whose time is over; return how many. Whoever looks sees them as expired already."""
    total = 0
    while True:
        with transaction.atomic():
            overdue = PartnershipRequest.objects.past_expiry(now).order_by("expires_at", "pk")
            rows = list(overdue.select_for_update(skip_locked=True, of=("self",), no_key=True)[:SWEPT_AT_ONCE])
            _expire(rows, now)
        total += len(rows)
        if len(rows) < SWEPT_AT_ONCE:
            return total


def close(request: PartnershipRequest, state: str, *, at: datetime, by: str, reason: str = "") -> None:
    """Write the end of a locked request into its row."""
    request.state, request.closed_at, request.closed_by, request.reason = state, at, by, reason
    request.version += 1
    request.save()


def lock_request(request: PartnershipRequest) -> PartnershipRequest:
    """Return the request's row as it stands, locked until the transaction ends."""
    locked = PartnershipRequest.objects.select_for_update(of=("self",), no_key=True).select_related(
        "provider__tenant", "provider__region", "created_by"
    )
    return locked.get(pk=request.pk)


def _lock(request: PartnershipRequest, now: datetime, rule: Rule[Stage]) -> PartnershipRequest:
    """Lock the request and enforce what must hold for its state."""
    request = lock_request(request)
    enforce((rule,), Stage(request.recipient_company, request.state_at(now).value))
    return request


def _keep_words(
    request: PartnershipRequest, *, actor: Actor, now: datetime, version: int, words: Words
) -> PartnershipRequest:
    """Write the words if they are others than before; two tabs with the same words do not collide."""
    kept, put_back = keep_link(words)
    if kept == words_of(request):
        return request
    check_version(request, version)
    request.subject, request.text = kept.subject, kept.text
    request.version += 1
    request.save(update_fields=["subject", "text", "version"])
    audit.record(actor=actor, now=now, verb="partnership_request.edited", subject=request, link_put_back=put_back)
    return request


def _mark_sent(request: PartnershipRequest, now: datetime, delivery: str) -> None:
    request.state, request.delivery, request.sent_at = State.SENT, delivery, now
    request.version += 1
    request.save(update_fields=["state", "delivery", "sent_at", "version"])


def _expire(overdue: list[PartnershipRequest], now: datetime) -> None:
    """Close these locked requests as of their expiry."""
    for request in overdue:
        close(request, State.EXPIRED, at=request.expires_at, by=portal().name)
        audit.record(actor=portal(), now=now, verb="partnership_request.expired", subject=request)
        mail.cancel(now=now, about=request)
