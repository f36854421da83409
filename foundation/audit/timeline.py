"""What has happened to something, told to the people of one company. Floors register the words of their verbs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from foundation.audit.models import AuditEvent
from foundation.rules import Text

Subject = tuple[str, str]
"""What events are about: the label of its model and its id, as the audit writes them."""


@dataclass(frozen=True)
class Told:
    """How a verb is told: its words, whether who did it is named, whether only the own company's events are told."""

    text: Text
    named: bool
    private: bool


@dataclass(frozen=True)
class Event:
    """One thing that happened. `who` is a colleague; `company` is empty where the portal did it, or it is not told."""

    at: datetime
    what: str
    who: str
    company: str
    about: Text = ""


_verbs: dict[str, Told] = {}


def register_event(verb: str, text: Text, *, named: bool = True, private: bool = False) -> None:
    """Give the words of a verb, with `{subject}` for the object's name. Raises ValueError for a verb that has words.

    Not `named`, nobody learns who did it. `private` events are told to the company that made them only. Of things that
    happen in one moment, those registered later count as later.
    """
    if verb in _verbs:
        raise ValueError(f"The event {verb} has words already.")
    _verbs[verb] = Told(text, named, private)


def subject_of(record: Model) -> Subject:
    """Return a record as the audit names it."""
    return record._meta.label, str(record.pk)


def subjects_in(rows: QuerySet[Any]) -> QuerySet[Any, Subject]:
    """Return rows as the audit names them, still to be asked; several such querysets make one with `union`."""
    label = Value(rows.model._meta.label, output_field=CharField())
    named = rows.annotate(told_as=label, told_id=Cast("pk", CharField()))
    told: QuerySet[Any, Subject] = named.values_list("told_as", "told_id")
    return told


def timeline(
    subjects: Iterable[Subject],
    *,
    reader: UUID | None,
    companies: Iterable[UUID] | None = None,
    limit: int | None = None,
    about: Mapping[str, Text] | None = None,
) -> list[Event]:
    """Return what has happened to these subjects, the latest first, as the company `reader` may know it; one query.

    People of another company are told by the company's name alone. With `companies` only what these did is told, and
    what the portal and its operators did: the others are none of the reader's business. `about` gives, by the label of
    a model, what stands before its events. Whoever calls has seen to it that the reader may see the subjects.
    """
    ids = defaultdict(list)
    for label, key in subjects:
        ids[label].append(key)
    if not ids:
        return []
    wanted = Q()
    for label, keys in ids.items():
        wanted |= Q(subject_type=label, subject_id__in=keys)
    private = [verb for verb, told in _verbs.items() if told.private]
    rows = AuditEvent.objects.filter(wanted, Q(actor_tenant_id=reader) | ~Q(verb__in=private), verb__in=list(_verbs))
    if companies is not None:
        rows = rows.filter(Q(actor_tenant_id__in=list(companies)) | Q(actor_tenant_id=None))
    found = rows.order_by("-at", "-id")[:limit]
    order = {verb: number for number, verb in enumerate(_verbs)}
    latest_first = sorted(found, key=lambda event: (event.at, order[event.verb]), reverse=True)
    return [_told(event, reader, (about or {}).get(event.subject_type, "")) for event in latest_first]


def _told(event: AuditEvent, reader: UUID | None, about: Text) -> Event:
    told = _verbs[event.verb]
    what = str(told.text).format(subject=event.subject_name)
    if event.actor_id is None or not told.named:
        return Event(event.at, what, "", "", about)
    if event.actor_tenant_id is None:
        return Event(event.at, what, "", _("Operator of the portal"), about)
    who = event.actor_name if event.actor_tenant_id == reader else ""
    return Event(event.at, what, who, event.actor_tenant_name, about)
