"""Writing the audit."""

from datetime import datetime
from typing import Any

from django.db import models

from foundation.audit.middleware import current_request_id
from foundation.audit.models import AuditEvent
from foundation.organisations.actor import Actor


def record(*, actor: Actor, now: datetime, verb: str, subject: models.Model, **data: Any) -> AuditEvent:
    """Append one event about `subject`, in the caller's transaction.

    `verb` is `object.past-tense` ("partnership_request.sent"). `data` holds ids, codes and before/after values that
    JSON can carry; never a secret, never a link.
    """
    return AuditEvent.objects.create(
        at=now,
        verb=verb,
        actor_id=actor.user.id if actor.user else None,
        actor_name=actor.name,
        actor_tenant_id=actor.tenant_id,
        actor_tenant_name=actor.tenant.name if actor.tenant else "",
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        subject_name=str(subject)[:254],
        data=data,
        request_id=current_request_id(),
    )
