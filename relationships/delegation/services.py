"""Giving and taking back delegated administration."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from relationships.delegation.models import DelegatedAdmin


@transaction.atomic
def grant(
    *,
    actor: Actor,
    now: datetime,
    granting: Tenant,
    holder: Tenant,
    roles: Iterable[str],
    expires_at: datetime | None = None,
) -> DelegatedAdmin:
    """Let `holder` administer `granting` with these roles.

    What is given already stays as it is if it covers the wish; otherwise it ends and a new row takes its place. The
    caller has decided that it may be given.
    """
    wanted = sorted(set(roles))
    present = (
        DelegatedAdmin.objects.select_for_update(no_key=True)
        .filter(granting=granting, holder=holder, ended_at=None)
        .first()
    )
    if present:
        holds = present.expires_at is None or present.expires_at > now
        if holds and present.roles == wanted and present.expires_at == expires_at:
            return present
        _end(present, actor=actor, now=now)
    given = DelegatedAdmin.objects.create(
        granting=granting, holder=holder, roles=wanted, since=now, expires_at=expires_at
    )
    audit.record(
        actor=actor,
        now=now,
        verb="delegated_admin.granted",
        subject=given,
        granting=str(granting.pk),
        holder=str(holder.pk),
        roles=wanted,
    )
    return given


def hold_delegation(*, granting_id: UUID, holder_id: UUID) -> None:
    """Hold off an end of what `granting` has given to `holder` until the transaction ends.

    Where partnerships are held too, they come first.
    """
    held = DelegatedAdmin.objects.filter(granting=granting_id, holder=holder_id, ended_at=None)
    list(held.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def revoke(*, actor: Actor, now: datetime, delegation: DelegatedAdmin) -> DelegatedAdmin:
    """Take delegated administration back; every relationship stays (R14). Nothing if it has ended already."""
    held = DelegatedAdmin.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if held.ended_at is None:
        _end(held, actor=actor, now=now)
        audit.record(
            actor=actor,
            now=now,
            verb="delegated_admin.revoked",
            subject=held,
            granting=str(held.granting_id),
            holder=str(held.holder_id),
            roles=held.roles,
        )
    return held


def _end(delegation: DelegatedAdmin, *, actor: Actor, now: datetime) -> None:
    delegation.ended_at, delegation.ended_by = now, actor.name
    delegation.save(update_fields=["ended_at", "ended_by"])
