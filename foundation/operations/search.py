"""How operators find a record: by its exact id, or by words in the fields that its admin names."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Model, Q, QuerySet

from foundation.sorting import sort_name


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


def with_words(rows: QuerySet[Model], lookups: Iterable[str], words: str) -> tuple[QuerySet[Model], bool]:
    """Return the rows in which each word is found by one of `lookups`, and whether a row may come twice.

    Lookups name their kind (`name__icontains`). Those of folded columns (`sort_name`, `search_text`) get the word
    folded, so that "Muller" and "Müller" are the same.
    """
    lookups = tuple(lookups)
    for word in words.split():
        found = Q()
        for lookup in lookups:
            found |= Q(**{lookup: sort_name(word) if is_folded(lookup) else word})
        rows = rows.filter(found)
    return rows, any(lookup_spawns_duplicates(rows.model._meta, lookup) for lookup in lookups)


def is_folded(lookup: str) -> bool:
    """Say whether the column of this lookup holds folded text."""
    return any(part.endswith(("sort_name", "search_text")) for part in lookup.split("__"))
