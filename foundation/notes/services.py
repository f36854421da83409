"""Writing and removing notes. The audit learns that there was one, never what it said."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from foundation.audit import services as audit
from foundation.notes.models import Note
from foundation.organisations.actor import Actor

REMOVE_ANY = "notes.remove_any"
"""Permission to remove colleagues' notes; the floor that knows the roles declares it."""


@transaction.atomic
def add_note(*, actor: Actor, now: datetime, about: Model, text: str) -> Note:
    """Keep a note on an object that the actor may see. Raises ValueError for an actor who acts for no company."""
    if actor.user is None or actor.tenant is None:
        raise ValueError("Notes are written by people of a company.")
    note = Note.objects.create(
        tenant=actor.tenant,
        about_type=about._meta.label,
        about_id=str(about.pk),
        text=text,
        written_by=actor.user,
        written_at=now,
    )
    audit.record(actor=actor, now=now, verb="note.added", subject=note)
    return note


@transaction.atomic
def remove_note(*, actor: Actor, now: datetime, note: Note) -> Note:
    """Take a note away; nothing if it is gone already. Raises PermissionDenied for who may not remove it."""
    if not may_remove(actor, note):
        raise PermissionDenied
    locked = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if locked.removed_at is None:
        locked.removed_at = now
        locked.save(update_fields=["removed_at"])
        audit.record(actor=actor, now=now, verb="note.removed", subject=locked)
    return locked


def may_remove(actor: Actor, note: Note) -> bool:
    """Say whether this actor may remove a note of the own company: an own one, or any with the right to."""
    is_own = actor.user is not None and note.written_by_id == actor.user.pk
    return is_own or actor.may(REMOVE_ANY)
