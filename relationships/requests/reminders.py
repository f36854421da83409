"""Reminding the recipient of a request: by hand, and by itself once before it expires."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor, portal
from foundation.versions import check_version
from relationships.partners.services import lock_partner
from relationships.requests.facts import asking_facts
from relationships.requests.mails import mail_reminder
from relationships.requests.models import PartnershipRequest
from relationships.requests.notices import tell_to_remind
from relationships.requests.querysets import QUIET_AFTER_SENDING
from relationships.requests.rules import REMINDER_RULES, asking_refusals, is_open
from relationships.requests.services import check_asking, lock_in_state, locked
from relationships.requests.sweeping import sweep_rows

REMINDED_AT_ONCE = 50
"""Requests of which a worker reminds in one transaction."""


@transaction.atomic
def remind(*, actor: Actor, now: datetime, request: PartnershipRequest, version: int) -> PartnershipRequest:
    """Send the recipient a reminder with the same link.

    Raises Refused unless the portal has sent the request, it is open, and the provider may still write to this
    recipient; Stale when somebody has changed it since `version`.
    """
    lock_partner(request.provider)
    request = lock_in_state(request, now, *REMINDER_RULES)
    check_version(request, version)
    check_asking(request, now)
    return send_reminder(request, actor=actor, now=now)


@transaction.atomic
def switch_reminder(*, actor: Actor, now: datetime, request: PartnershipRequest, wanted: bool) -> PartnershipRequest:
    """Say whether the recipient of an open request is reminded before it expires. Raises Refused when it is closed."""
    request = lock_in_state(request, now, is_open)
    if request.reminder_wanted != wanted:
        request.reminder_wanted = wanted
        request.save(update_fields=["reminder_wanted"])
        audit.record(actor=actor, now=now, verb="partnership_request.reminder_switched", subject=request, wanted=wanted)
    return request


def remind_due(*, now: datetime) -> int:
    """Remind of the requests that expire soon, of each once; return how many. Workers do not wait for one another."""
    due = PartnershipRequest.objects.to_be_reminded(now).order_by("expires_at", "pk")
    return sweep_rows(locked(due, skip=True), lambda each: _remind_by_itself(each, now), at_once=REMINDED_AT_ONCE)


def send_reminder(request: PartnershipRequest, *, actor: Actor, now: datetime) -> PartnershipRequest:
    """Put the reminder of a locked request into the outbox; a late one is the one before the end as well."""
    if counts_as_reminder(request, now):
        request.reminded_at = now
    request.version += 1
    request.save(update_fields=["reminded_at", "version"])
    mail_reminder(actor=actor, now=now, request=request)
    audit.record(actor=actor, now=now, verb="partnership_request.reminded", subject=request)
    return request


def counts_as_reminder(request: PartnershipRequest, now: datetime) -> bool:
    """Say whether a mail that goes out now stands for the automatic reminder, which is due then or in a moment."""
    due_in = timedelta(days=settings.PARTNERSHIP_REQUEST_REMINDER_DAYS)
    return request.expires_at <= now + due_in + QUIET_AFTER_SENDING


def _remind_by_itself(request: PartnershipRequest, now: datetime) -> None:
    """Remind the recipient; or whoever asked, where the mail went outside the portal.

    Where the provider may not write to this recipient now, nobody is reminded, and the timeline says so.
    """
    if request.delivery != PartnershipRequest.Delivery.PORTAL:
        verb, told = "partnership_request.asker_reminded", {}
        tell_to_remind(now=now, request=request)
    elif found := asking_refusals(
        asking_facts(request.provider, address=request.recipient_address, now=now, request=request)
    ):
        verb, told = "partnership_request.reminder_left_out", {"refusals": [each.as_json() for each in found]}
    else:
        verb, told = "partnership_request.reminded", {}
        mail_reminder(actor=portal(), now=now, request=request)
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    audit.record(actor=portal(), now=now, verb=verb, subject=request, **told)
