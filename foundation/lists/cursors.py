"""Where a page begins or ends: the sort keys of a row, as a token in the address.

It holds only positions, so it is not signed; whatever comes in is checked against the columns before it is used.
"""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, QuerySet
from django.utils.timezone import is_aware

LONGEST = 2000
"""Characters of a token that are looked at."""

Key = tuple[list[str], "Field[Any, Any]"]
"""Attributes that lead from a row to a sort key, and the field that the key is a value of."""


def key_of(rows: QuerySet[Any], name: str) -> Key:
    """Return the sort key that an order calls `name` (a path of fields, or an annotation)."""
    name = name.removeprefix("-")
    if name in rows.query.annotations:
        return [name], rows.query.annotations[name].output_field
    model: type[Model] | Any = rows.model
    *through, last = name.split("__")
    for part in through:
        model = model._meta.get_field(part).related_model
    column = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(column, Field):
        raise FieldDoesNotExist(name)
    return [*through, column.attname], column


def encode(row: Any, keys: list[Key]) -> str:
    """Return the token of the place of `row` in an order."""
    texts = []
    for path, _column in keys:
        value = row
        for attribute in path:
            value = getattr(value, attribute)
        texts.append(value.isoformat() if hasattr(value, "isoformat") else str(value))
    packed = json.dumps(texts, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(token: str, keys: list[Key]) -> list[Any] | None:
    """Return the sort keys in a token, or None if it is none of this order."""
    if not token or len(token) > LONGEST:
        return None
    try:
        texts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode())
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(texts, list) or len(texts) != len(keys):
        return None
    try:
        return [checked(text, column) for text, (_path, column) in zip(texts, keys, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        return None


def checked(text: Any, column: "Field[Any, Any]") -> Any:
    """Return `text` as a value of this field. Raises ValidationError, ValueError or OverflowError if it is none."""
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError(text)
    text.encode()  # A lone surrogate is no text for the database.
    target: Any = getattr(column, "target_field", column)  # A foreign key's values are its target's.
    value = target.to_python(text)
    if value is None or (isinstance(value, datetime) and not is_aware(value)):
        raise ValueError(text)
    target.run_validators(value)
    return value
