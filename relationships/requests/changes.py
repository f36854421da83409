"""What its provider can do with a request that is open: send it again, put its end off, give it another recipient."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.versions import check_version
from relationships.partners.services import lock_partner
from relationships.request_templates.words import Words
from relationships.requests.facts import extending_of
from relationships.requests.mails import mail_request
from relationships.requests.models import PartnershipRequest
from relationships.requests.reminders import counts_as_reminder, send_reminder
from relationships.requests.rules import REMINDER_RULES, RESEND_RULES, is_later_and_near, is_open
from relationships.requests.services import check_asking, close_overdue, lock_in_state
from relationships.requests.words import draft_words, with_last_day, words_of

State, Delivery = PartnershipRequest.State, PartnershipRequest.Delivery


@transaction.atomic
def resend_request(*, actor: Actor, now: datetime, request: PartnershipRequest, version: int) -> PartnershipRequest:
    """Send the request again with a new link; the old one is dead, and so is a mail with it that still waits.

    One that was sent outside the portal is the portal's from now on. Raises Refused unless it is sent, open, and the
    provider may still ask this recipient; Stale when somebody has changed it since `version`.
    """
    lock_partner(request.provider)
    request = lock_in_state(request, now, *RESEND_RULES)
    check_version(request, version)
    check_asking(request, now)
    mail.cancel(now=now, about=request)
    request.link_version += 1
    request.delivery = Delivery.PORTAL
    if counts_as_reminder(request, now):
        request.reminded_at = now
    request.version += 1
    request.save(update_fields=["link_version", "delivery", "reminded_at", "version"])
    mail_request(actor=actor, now=now, request=request)
    audit.record(
        actor=actor, now=now, verb="partnership_request.resent", subject=request, link_version=request.link_version
    )
    return request


@transaction.atomic
def extend_request(
    *, actor: Actor, now: datetime, request: PartnershipRequest, version: int, until: date, remind: bool = False
) -> PartnershipRequest:
    """Put the end of an open request off to the day `until`; its link stays the same, its text names the new day.

    With `remind` the recipient is told by a reminder. Before a new end that is further away there is an automatic one
    again. Raises Refused for a day that is too early or too late, a closed request or a reminder that may not be sent,
    and Stale.
    """
    lock_partner(request.provider)
    request = lock_in_state(request, now, *(REMINDER_RULES if remind else (is_open,)))
    check_version(request, version)
    enforce((is_later_and_near,), extending_of(request, until, now))
    before, after = request.expires_at, request.expires_at + (until - localdate(request.expires_at))
    request.text = with_last_day(request, after)
    request.expires_at = after
    if not counts_as_reminder(request, now):
        request.reminded_at = None
    request.version += 1
    request.save(update_fields=["text", "expires_at", "reminded_at", "version"])
    audit.record(
        actor=actor,
        now=now,
        verb="partnership_request.extended",
        subject=request,
        before=before.isoformat(),
        after=after.isoformat(),
    )
    if remind:
        check_asking(request, now)
        send_reminder(request, actor=actor, now=now)
    return request


@transaction.atomic
def change_recipient(
    *,
    actor: Actor,
    now: datetime,
    request: PartnershipRequest,
    version: int,
    company: str,
    address: str,
    language: str,
    keep_words: bool = False,
) -> PartnershipRequest:
    """Give an open request another recipient: the old link is dead, a mail with it that still waits is not sent.

    The mail is written anew unless `keep_words`, and goes to the new address at once if the portal has sent it to the
    old one. Raises Refused when the request is closed or the provider may not ask this address, and Stale.
    """
    lock_partner(request.provider)
    request = lock_in_state(request, now, is_open)
    check_version(request, version)
    before = request.recipient_address
    request.recipient_company, request.recipient_address = company.strip(), address.strip().lower()
    if request.recipient_address != before:
        close_overdue(request.provider, request.recipient_address, now)
    check_asking(request, now)
    words = words_of(request) if keep_words else _new_words(request, actor, company.strip(), language)
    mail.cancel(now=now, about=request)
    request.language, request.subject, request.text = language, words.subject, words.text
    _begin_anew(request, now)
    told = {"before": before, "after": request.recipient_address}
    audit.record(actor=actor, now=now, verb="partnership_request.readdressed", subject=request, **told)
    if _goes_out(request):
        mail_request(actor=actor, now=now, request=request)
    return request


def _goes_out(request: PartnershipRequest) -> bool:
    """Say whether the portal has sent this request, so that it also sends it to whoever takes the recipient's place."""
    return request.state == State.SENT and request.delivery == Delivery.PORTAL


def _begin_anew(request: PartnershipRequest, now: datetime) -> None:
    """Store a request for its new recipient, with a link of its own: what the old one did counts no longer."""
    request.recipient_partner, request.viewed_at, request.reminded_at = None, None, None
    if _goes_out(request):
        request.sent_at = now
    request.link_version += 1
    request.version += 1
    request.save()


def _new_words(request: PartnershipRequest, actor: Actor, company: str, language: str) -> Words:
    is_colleague = actor.user is not None and actor.tenant_id == request.provider_id
    writer = actor.user if actor.user and is_colleague else request.created_by
    return draft_words(
        provider=request.provider, writer=writer, company=company, language=language, expires_at=request.expires_at
    )
