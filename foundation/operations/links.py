"""Ways from one record to those that hang on it, found in the models: no floor names one above it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin.sites import AdminSite
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst


@dataclass(frozen=True)
class Link:
    """Where it leads and what it says."""

    url: str
    text: str


def lists_about(request: HttpRequest, site: AdminSite, record: Model) -> list[Link]:
    """Return links to the lists of records that point at this one, of every floor, that this operator may view.

    Nothing is counted: a list may have a million rows.
    """
    links = []
    for relation in record._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not (relation.auto_created and isinstance(field, ForeignKey)):
            continue
        admin = site._registry.get(relation.related_model)  # type: ignore[arg-type]  # a model, as its field is a key
        if admin and admin.has_view_permission(request):
            url = f"{list_url(admin.model)}?{urlencode({f'{field.name}__exact': record.pk})}"
            links.append(Link(url, f"{capfirst(admin.opts.verbose_name_plural)} ({field.verbose_name})"))
    return links


def list_url(model: type[Model]) -> str:
    """Return the address of a model's list."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def record_url(record: Model) -> str:
    """Return the address of a record's page."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def link_to(label: str, key: str, text: str) -> str:
    """Return a link to the record of the model `label` ("foundation.User") with this key; the text alone without one.

    Mails and audit events name what they are about in this way.
    """
    try:
        model = apps.get_model(label)
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])
    except (LookupError, ValueError, NoReverseMatch):
        return text
    return format_html('<a href="{}">{}</a>', url, text)
