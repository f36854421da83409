"""Writing into the outbox, and taking back what has not left yet. Nothing is sent here."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction

from foundation.audit import services as audit
from foundation.background import wake
from foundation.mail import letters
from foundation.mail.links import PLACEHOLDER, Link, is_registered
from foundation.mail.models import OutgoingMail
from foundation.mail.rules import MailFacts, mail_can_be_aborted, mail_can_be_retried
from foundation.organisations.actor import Actor
from foundation.rules import enforce

Id = TypeVar("Id")


def enqueue(
    *,
    now: datetime,
    kind: str,
    to_address: str,
    language: str = "en",
    context: Mapping[str, Any] | None = None,
    subject: str | None = None,
    text: str | None = None,
    link: Link | None = None,
    about: models.Model | None = None,
    reply_to: str = "",
    from_name: str = "",
) -> OutgoingMail:
    """Put a mail into the outbox, in the caller's transaction, and wake a worker once that is committed.

    Its words come from `templates/mail/<kind>/` and `context`, or are `subject` and `text` when both are given.
    Raises RuntimeError outside a transaction, ValueError for a link of an unknown kind or one that the text has lost.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A mail is written in the transaction of what it tells about.")
    from_name = letters.one_line(from_name)[:200]
    if subject is not None and text is not None:
        letter = letters.from_text(subject, text, language=language, from_name=from_name)
    else:
        letter = letters.from_templates(kind, language=language, context=context or {}, from_name=from_name)
    mail = OutgoingMail(
        kind=kind,
        to_address=to_address,
        reply_to=reply_to,
        from_name=from_name,
        language=language,
        **asdict(letter),
        **_link_fields(link, letter),
        about_type=about._meta.label if about else "",
        about_id=str(about.pk) if about else "",
        created_at=now,
        next_attempt_at=now,
    )
    return _put(mail)


def cancel(*, now: datetime, about: models.Model) -> int:
    """Cancel the mails about this object that still wait; return how many. One just being sent is not among them."""
    waiting = OutgoingMail.objects.about(about).filter(state__in=OutgoingMail.OPEN, created_at__lte=now)
    return waiting.update(state=OutgoingMail.State.CANCELLED, next_attempt_at=None)


@transaction.atomic
def retry(*, actor: Actor, now: datetime, mail: OutgoingMail) -> OutgoingMail:
    """Send a failed or waiting mail at once, with all its attempts before it again. Raises Refused in another state."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    enforce([mail_can_be_retried], MailFacts(mail.state))
    before, mail.state = mail.state, OutgoingMail.State.QUEUED
    mail.next_attempt_at, mail.attempts, mail.reason, mail.last_error = now, 0, "", ""
    mail.save()
    audit.record(actor=actor, now=now, verb="mail.retried", subject=mail, before=before)
    wake("mail.send", str(mail.id))
    return mail


@transaction.atomic
def abort(*, actor: Actor, now: datetime, mail: OutgoingMail) -> OutgoingMail:
    """Stop a mail that still waits. Raises Refused when it does not."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    enforce([mail_can_be_aborted], MailFacts(mail.state))
    before, mail.state = mail.state, OutgoingMail.State.CANCELLED
    mail.next_attempt_at = None
    mail.save()
    audit.record(actor=actor, now=now, verb="mail.aborted", subject=mail, before=before)
    return mail


def latest_about(model: type[models.Model], ids: Iterable[Id], kinds: Iterable[str] = ()) -> dict[Id, OutgoingMail]:
    """Return the latest mail about each of these objects (of these kinds, if given), by object id, in one query.

    Objects without a mail are not in the answer. The mails' bodies are not loaded.
    """
    wanted = {str(each): each for each in ids}
    found = OutgoingMail.objects.filter(about_type=model._meta.label, about_id__in=wanted)
    if chosen := tuple(kinds):
        found = found.filter(kind__in=chosen)
    latest = found.order_by("about_id", "-created_at", "-id").distinct("about_id").defer("text", "html")
    return {wanted[mail.about_id]: mail for mail in latest}


def _put(mail: OutgoingMail) -> OutgoingMail:
    """Write the mail, under a Message-ID of its own for good, and wake a worker for it."""
    mail.message_id = f"<{mail.id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
    mail.save(force_insert=True)
    wake("mail.send", str(mail.id))
    return mail


def _link_fields(link: Link | None, letter: letters.Letter) -> dict[str, Any]:
    """Return how the link will be made. Raises ValueError unless it can be and both bodies lead to it (R15)."""
    if link is None:
        return {}
    if not is_registered(link.kind):
        raise ValueError(f"Nobody makes links of kind {link.kind}.")
    if PLACEHOLDER not in letter.text or PLACEHOLDER not in letter.html:
        raise ValueError(f"The text has lost its {PLACEHOLDER}.")
    return {"link_kind": link.kind, "link_args": dict(link.args)}
