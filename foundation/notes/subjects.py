"""What notes can be about. Upper floors register theirs when the project starts."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from foundation.organisations.actor import Actor


@dataclass(frozen=True)
class NoteSubject:
    """Something to keep notes on: the record, its name, and the address of its page."""

    record: Model
    name: str
    page: str


Find = Callable[[Actor, UUID], NoteSubject | None]
"""Gives the subject with an id; None for a stranger; raises PermissionDenied for a member who may not see its page."""

_kinds: dict[str, Find] = {}


def register_subjects(kind: str, find: Find) -> None:
    """Let notes be about a kind of thing. Raises ValueError for one that is there already."""
    if kind in _kinds:
        raise ValueError(f"Notes on {kind} are declared twice.")
    _kinds[kind] = find


def subject(actor: Actor, kind: str, key: UUID) -> NoteSubject | None:
    """Return what this actor may keep notes on under this kind and id, or None for a stranger to it."""
    find = _kinds.get(kind)
    return find(actor, key) if find else None
