"""How operators find a record: by its exact id, or by words in the columns that its page names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from foundation.sorting import sort_name

FOLDED = ("sort_name", "search_text")
"""Endings of the columns that hold folded text, in which "Müller" and "muller" are the same."""


def as_uuid(term: str) -> UUID | None:
    """Return the id that was typed or pasted, with or without hyphens and braces; None for anything else."""
    try:
        return UUID(term.strip())
    except ValueError:
        return None


def with_id(rows: QuerySet[Model], fields: Iterable[str], wanted: UUID) -> QuerySet[Model]:
    """Return the rows of which one of `fields` is exactly `wanted`."""
    found = Q()
    for name in fields:
        found |= Q(**{name: wanted})
    return rows.filter(found) if found else rows.none()


def with_words(rows: QuerySet[Model], lookups: Iterable[str], words: str) -> QuerySet[Model]:
    """Return the rows in which each word is found by one of `lookups`, which name their kind (`name__icontains`)."""
    lookups = tuple(lookups)
    for word in words.split():
        found = Q()
        for lookup in lookups:
            found |= holding(rows.model, lookup, word)
        rows = rows.filter(found)
    return rows


def holding(model: type[Model], lookup: str, word: str) -> Q:
    """Return the condition that `lookup` finds `word`.

    What stands in another table is looked for there, with that table's indexes, and only then related: joining it
    first would read both tables whole, and bring rows twice.
    """
    name, _, rest = lookup.partition("__")
    field: Any = model._meta.get_field(name)
    if not field.is_relation:
        return Q(**{lookup: sort_name(word) if name.endswith(FOLDED) else word})
    related = field.related_model._default_manager.filter(holding(field.related_model, rest, word))
    if field.one_to_many:
        return Q(pk__in=related.values(field.field.name))
    return Q(**{f"{name}__in": related})
