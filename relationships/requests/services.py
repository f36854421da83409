"""The provider's side of a partnership request: ask, edit, send, withdraw, expire."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.organisations.actor import Actor, portal
from foundation.rules import Refused, Rule, enforce
from foundation.versions import check_version
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner
from relationships.request_templates.words import Words, keep_link
from relationships.requests.facts import asking_facts, stage_of
from relationships.requests.mails import mail_request
from relationships.requests.models import PartnershipRequest
from relationships.requests.notices import tell_expired
from relationships.requests.querysets import PartnershipRequestQuerySet
from relationships.requests.rules import Stage, asking_refusals, is_a_draft, is_open
from relationships.requests.sweeping import sweep_rows
from relationships.requests.words import draft_words, words_of

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
    close_overdue(provider, address, now)
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
    *,
    actor: Actor,
    now: datetime,
    request: PartnershipRequest,
    version: int,
    words: Words,
    reminder: bool | None = None,
) -> PartnershipRequest:
    """Keep the edited words of a draft; a link that is missing is put back at the end (R15).

    Raises Stale when somebody else has edited it since `version`, Refused when it is no draft any more.
    """
    request = lock_in_state(request, now, is_a_draft)
    return _keep_words(request, actor=actor, now=now, version=version, words=words, reminder=reminder)


@transaction.atomic
def send_request(
    *,
    actor: Actor,
    now: datetime,
    request: PartnershipRequest,
    version: int,
    words: Words,
    reminder: bool | None = None,
) -> PartnershipRequest:
    """Put the mail with these words into the outbox. Raises Stale, or Refused if it may not be sent."""
    lock_partner(request.provider)
    request = lock_in_state(request, now, is_a_draft)
    check_asking(request, now)
    _keep_words(request, actor=actor, now=now, version=version, words=words, reminder=reminder)
    _mark_sent(request, now, Delivery.PORTAL)
    mail_request(actor=actor, now=now, request=request)
    audit.record(actor=actor, now=now, verb="partnership_request.sent", subject=request, delivery=request.delivery)
    return request


@transaction.atomic
def finish_by_hand(
    *,
    actor: Actor,
    now: datetime,
    request: PartnershipRequest,
    version: int,
    words: Words,
    reminder: bool | None = None,
) -> PartnershipRequest:
    """Record that the writer sends the mail outside the portal. Nothing changes when it has been sent already.

    Raises Stale, or Refused when the request is closed.
    """
    request = lock_in_state(request, now, is_open)
    if request.state == State.SENT:
        return request
    _keep_words(request, actor=actor, now=now, version=version, words=words, reminder=reminder)
    _mark_sent(request, now, Delivery.BY_YOU)
    audit.record(actor=actor, now=now, verb="partnership_request.sent", subject=request, delivery=request.delivery)
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, now: datetime, request: PartnershipRequest) -> PartnershipRequest:
    """Take an open request back: its link is dead, a waiting mail cancelled. Raises Refused when it is closed."""
    request = lock_in_state(request, now, is_open)
    close(request, State.WITHDRAWN, at=now, by=actor.name)
    audit.record(actor=actor, now=now, verb="partnership_request.withdrawn", subject=request)
    mail.cancel(now=now, about=request)
    return request


def expire_requests(*, now: datetime) -> int:
    """Close the open requests whose time is over; return how many. Whoever looks sees them as expired already."""
    overdue = PartnershipRequest.objects.past_expiry(now).order_by("expires_at", "pk")
    return sweep_rows(locked(overdue, skip=True), lambda each: _expire(each, now), at_once=SWEPT_AT_ONCE)


def close(request: PartnershipRequest, state: str, *, at: datetime, by: str, reason: str = "") -> None:
    """Write the end of a locked request into its row."""
    request.state, request.closed_at, request.closed_by, request.reason = state, at, by, reason
    request.version += 1
    request.save()


def lock_request(request: PartnershipRequest) -> PartnershipRequest:
    """Return the request's row as it stands, locked until the transaction ends."""
    return locked(PartnershipRequest.objects.all()).get(pk=request.pk)


def locked(requests: PartnershipRequestQuerySet, *, skip: bool = False) -> PartnershipRequestQuerySet:
    """Return requests locked as they are read, with who asks; with `skip` without those that somebody else holds."""
    rows = requests.select_for_update(skip_locked=skip, of=("self",), no_key=True)
    return rows.select_related("provider__tenant", "provider__region", "created_by")


def lock_in_state(request: PartnershipRequest, now: datetime, *rules: Rule[Stage]) -> PartnershipRequest:
    """Return the request locked. Raises Refused unless these rules hold for its state."""
    request = lock_request(request)
    enforce(rules, stage_of(request, now))
    return request


def check_asking(request: PartnershipRequest, now: datetime) -> None:
    """Raise Refused unless the provider of this locked request may still ask its recipient."""
    facts = asking_facts(request.provider, address=request.recipient_address, now=now, request=request)
    if found := asking_refusals(facts):
        raise Refused(found)


def close_overdue(provider: Partner, address: str, now: datetime) -> None:
    """Close this provider's request to an address whose time is over, so that the address is free for another."""
    overdue = PartnershipRequest.objects.past_expiry(now).filter(provider=provider, recipient_address=address)
    for request in locked(overdue):
        _expire(request, now)


def _keep_words(
    request: PartnershipRequest, *, actor: Actor, now: datetime, version: int, words: Words, reminder: bool | None
) -> PartnershipRequest:
    """Write the words if they are others than before; two tabs with the same words do not collide.

    `reminder` says whether the recipient is to be reminded; None leaves that as it is.
    """
    if reminder is not None and reminder != request.reminder_wanted:
        request.reminder_wanted = reminder
        request.save(update_fields=["reminder_wanted"])
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


def _expire(request: PartnershipRequest, now: datetime) -> None:
    """Close a locked request as of its expiry."""
    before = request.state
    close(request, State.EXPIRED, at=request.expires_at, by=portal().name)
    audit.record(actor=portal(), now=now, verb="partnership_request.expired", subject=request)
    mail.cancel(now=now, about=request)
    tell_expired(now=now, request=request, was_sent=before == State.SENT)
