"""What an operator does at the admin's pages, as a browser would."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from foundation.operations.links import list_url, record_url


def found(client: Client, model: type[Model], words: str) -> list[Model]:
    """Search a list; return the rows it shows."""
    answer = client.get(list_url(model), {"q": words})
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


def edit(client: Client, record: Model, **changes: Any) -> Any:
    """Open a record's page, change some fields and save; `changes` of None clear a field."""
    return save(client, record, drawn(client, record), **changes)


def drawn(client: Client, record: Model) -> dict[str, Any]:
    """Open a record's page; return what its form sends back untouched, hidden values included."""
    page = client.get(record_url(record)).context
    data: dict[str, Any] = {}
    for bound in page["adminform"].form:
        data |= {bound.html_name: bound.value(), bound.html_initial_name: bound.value()}
    for rows in page["inline_admin_formsets"]:
        data |= {bound.html_name: bound.value() for bound in rows.formset.management_form}
    return {name: value for name, value in data.items() if value not in (None, False)}


def save(client: Client, record: Model, data: dict[str, Any], **changes: Any) -> Any:
    """Send a record's form with some values changed."""
    sent = {name: value for name, value in {**data, **changes}.items() if value not in (None, False)}
    return client.post(record_url(record), sent)


def operate(client: Client, name: str, *records: Model, **values: Any) -> list[str]:
    """Run an operation on records, through its page; return what the operator is told."""
    options = type(records[0])._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_operation", args=[name])
    url = f"{url}?{urlencode([('id', record.pk) for record in records])}"
    assert client.get(url).status_code == 200
    answer = client.post(url, values)
    assert answer.status_code == 302, answer.context["form"].errors
    return [str(message) for message in get_messages(answer.wsgi_request)]


def offered(client: Client, record: Model) -> list[str]:
    """Return the operations that a record's page offers."""
    return [link.text for link in client.get(record_url(record)).context["operations"]]
