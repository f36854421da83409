"""Many requests at once: look at a list, send it, line by line, whatever happens to the worker."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, transaction

from foundation.audit import services as audit
from foundation.background import wake
from foundation.organisations.actor import Actor, member, portal
from foundation.organisations.models import Membership
from foundation.rules import Refused, enforce, refusals
from relationships.agreements.standing import standing_of
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner
from relationships.request_batches.facts import verdicts_of
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.request_batches.notices import tell_finished
from relationships.request_batches.parsing import Line
from relationships.request_batches.rules import (
    MOST_ROWS,
    Attempt,
    Sender,
    Sending,
    can_be_sent,
    has_ready_lines,
    is_not_started,
    is_sent_by_a_colleague,
)
from relationships.requests.languages import language_for
from relationships.requests.rules import provider_refusals
from relationships.requests.services import create_request, send_request
from relationships.requests.words import words_of

log = logging.getLogger(__name__)

SEND = "partnership_requests.batch"
"""The task that sends one list."""


@transaction.atomic
def create_batch(*, actor: Actor, now: datetime, lines: Sequence[Line], language: str) -> RequestBatch:
    """Keep a list of recipients with what speaks against each line. Nothing is sent.

    `language` is that of the lines without one; empty, it is what is usual for each address. Raises Refused when the
    provider may ask nobody, ValueError for an empty list or one of more than MOST_ROWS lines.
    """
    if actor.user is None or actor.tenant_id is None or not 0 < len(lines) <= MOST_ROWS:
        raise ValueError(f"A person of a provider makes a list of at most {MOST_ROWS} lines.")
    provider = lock_partner(Partner(pk=actor.tenant_id))
    _enforce_provider(provider)
    verdicts = verdicts_of(provider, lines, now)
    usual = {} if language else language_for(provider, [line.address for line in lines])
    batch = RequestBatch.objects.create(provider=provider, created_at=now, created_by=actor.user, language=language)
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=batch,
            number=line.number,
            company=line.company,
            address=line.address,
            language=line.language or language or usual[line.address],
            state=BatchRow.State.REFUSED if verdicts[line.number] else BatchRow.State.READY,
            refusals=[each.as_json() for each in verdicts[line.number]],
        )
        for line in lines
    )
    audit.record(actor=actor, now=now, verb="request_batch.made", subject=batch, lines=len(lines))
    return batch


@transaction.atomic
def start_batch(*, actor: Actor, now: datetime, batch: RequestBatch) -> RequestBatch:
    """Have the lines sent that can be, in the actor's name. Raises Refused a second time, or with nothing to send."""
    if actor.user is None:
        raise ValueError("A list is sent by a person.")
    provider = lock_partner(Partner(pk=batch.provider_id))
    batch = _lock(batch.pk)
    ready = batch.rows.ready().count()
    enforce((is_not_started, has_ready_lines), Sending(batch.started_at is not None, ready))
    _enforce_provider(provider)
    batch.started_at, batch.started_by = now, actor.user
    batch.save(update_fields=["started_at", "started_by"])
    audit.record(actor=actor, now=now, verb="request_batch.started", subject=batch, lines=ready)
    wake(SEND, str(batch.pk))
    return batch


def send_batch(*, batch_id: UUID, now: datetime) -> int:
    """Send what is left of a started list; return how many lines this run has dealt with.

    Each line is a transaction of its own: a worker that dies loses none and doubles none, and many may be at it.
    """
    dealt = 0
    while _send_next(batch_id, now):
        dealt += 1
    _finish(batch_id, now)
    return dealt


def send_unfinished(*, now: datetime) -> int:
    """Go on with every started list that has lines left; return how many lines were dealt with."""
    ids = list(RequestBatch.objects.unfinished().order_by("started_at").values_list("pk", flat=True))
    return sum(_go_on_with(each, now) for each in ids)


def _go_on_with(batch_id: UUID, now: datetime) -> int:
    """Send what is left of one list; whatever happens to it, the others have their turn."""
    try:
        return send_batch(batch_id=batch_id, now=now)
    except Exception:
        log.exception("List %s waits for the next sweep", batch_id)
        return 0


@transaction.atomic
def _send_next(batch_id: UUID, now: datetime) -> bool:
    """Send the next line that is ready; say whether there was one. Whoever else is at it waits for the provider."""
    batch = RequestBatch.objects.unfinished().select_related("started_by").filter(pk=batch_id).first()
    if batch is None or batch.started_by is None:
        return False
    lock_partner(Partner(pk=batch.provider_id))
    row = batch.rows.ready().select_for_update(no_key=True).order_by("number").first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            actor = _sender(batch)
            request = create_request(
                actor=actor, now=now, company=row.company, address=row.address, language=row.language
            )
            send_request(actor=actor, now=now, request=request, version=request.version, words=words_of(request))
    except Refused as refused:
        row.state, row.refusals = BatchRow.State.REFUSED, [each.as_json() for each in refused.refusals]
    except OperationalError:  # A deadlock, or the database is gone: the line is tried again.
        raise
    except Exception:
        log.exception("Line %s of list %s is not sent", row.number, batch_id)
        against = refusals((can_be_sent,), Attempt(row.address, is_broken=True))
        row.state, row.refusals = BatchRow.State.REFUSED, [each.as_json() for each in against]
    else:
        row.state, row.request = BatchRow.State.SENT, request
    row.save(update_fields=["state", "refusals", "request"])
    return True


def _sender(batch: RequestBatch) -> Actor:
    """Return whoever has sent the list, as a person of the provider. Raises Refused for one who may no longer."""
    mine = Membership.objects.filter(
        user=batch.started_by, user__is_active=True, tenant=batch.provider_id, ended_at=None
    )
    membership = mine.select_related("user", "tenant").first()
    actor = member(membership) if membership else None
    name = batch.started_by.display_name if batch.started_by else ""
    enforce((is_sent_by_a_colleague,), Sender(name, actor is not None and actor.may("partnerships.request")))
    assert actor
    return actor


@transaction.atomic
def _finish(batch_id: UUID, now: datetime) -> None:
    """Close a started list without lines left, once, and tell whoever has sent it."""
    batch = _lock(batch_id)
    if batch.started_at is None or batch.finished_at or batch.rows.ready().exists():
        return
    batch.finished_at = now
    batch.save(update_fields=["finished_at"])
    counted = batch.counts()
    sent, refused = counted[BatchRow.State.SENT], counted[BatchRow.State.REFUSED]
    audit.record(actor=portal(), now=now, verb="request_batch.finished", subject=batch, sent=sent, refused=refused)
    tell_finished(now=now, batch=batch, sent=sent, lines=sent + refused)


def _lock(batch_id: UUID) -> RequestBatch:
    locked = RequestBatch.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("provider__tenant", "started_by").get(pk=batch_id)


def _enforce_provider(provider: Partner) -> None:
    if found := provider_refusals(standing_of(provider.pk)):
        raise Refused(found)
