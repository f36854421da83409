"""An object's history: the audit events about it, newest first. Nobody can edit it."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation.audit.models import AuditEvent
from foundation.operations.paging import BoundedPaginator

EVENTS_PER_PAGE = 50


def events_about(record: Model) -> QuerySet[AuditEvent]:
    """Return what is on record about this object."""
    events = AuditEvent.objects.filter(subject_type=record._meta.label, subject_id=str(record.pk))
    return events.order_by("-at", "-pk")


def history_context(request: HttpRequest, record: Model) -> dict[str, Any]:
    """Return one page of an object's history for `admin/operations/history.html`."""
    page = BoundedPaginator(events_about(record), EVENTS_PER_PAGE).get_page(request.GET.get("p"))
    return {
        "title": _("History: {record}").format(record=record),
        "object": record,
        "rows": [(event, as_text(event.data)) for event in cast(Iterable[AuditEvent], page)],
        "page": page,
    }


def as_text(data: Any) -> str:
    """Return stored data as indented JSON, for reading."""
    return json.dumps(data, indent=2, ensure_ascii=False)
