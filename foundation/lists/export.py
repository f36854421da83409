"""A list as a CSV file, written while it is read."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation

from foundation.lists.address import Asked, sort_keys
from foundation.lists.cells import as_csv, columns_for, loaded, value_of
from foundation.lists.declaration import List

CHUNK = 500
"""Rows read and written at a time."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def export(listing: List, asked: Asked, rows: QuerySet[Any]) -> StreamingHttpResponse:
    """Answer with all rows that the address asks for, in its order."""
    ordered = rows.order_by(*sort_keys(listing, asked.order))
    language, zone = translation.get_language() or "en", timezone.get_current_timezone_name()
    lines = written(listing, asked, ordered, language, zone)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{listing.export_name}.csv"'
    return response


def written(listing: List, asked: Asked, rows: QuerySet[Any], language: str, zone: str) -> Iterator[str]:
    """Yield the lines of the file, in the language and zone of the request, which is over by the time they are read."""
    with translation.override(language), timezone.override(zone):
        columns = columns_for(listing, asked.actor, exported=True)
        writer = csv.writer(Echo())
        yield BYTE_ORDER_MARK + writer.writerow([as_csv(str(column.label)) for column in columns])
        left = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(left, CHUNK)):
            values = loaded(columns, asked.actor, chunk)
            for row in chunk:
                cells = (each.export(row) if each.export else value_of(each, row, values) for each in columns)
                yield writer.writerow([as_csv(cell) for cell in cells])
