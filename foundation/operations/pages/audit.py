"""The audit, for operators: to read."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import AuditEvent
from foundation.operations.filters import by_choice, by_month
from foundation.operations.history import as_text
from foundation.operations.links import link_to
from foundation.operations.records import RecordAdmin
from foundation.rules import Text

RECENT = 1_000
"""Events looked through for the verbs that the filter offers."""


def recent_verbs(request: HttpRequest) -> list[tuple[str, Text]]:
    """Return the verbs of the newest events, and the one that is chosen: the whole table is not read."""
    recent = AuditEvent.objects.order_by("-at", "-pk").values_list("verb", flat=True)[:RECENT]
    verbs = {*recent, request.GET.get("verb", "")} - {""}
    return [(verb, verb) for verb in sorted(verbs)]


def kinds(request: HttpRequest) -> list[tuple[str, Text]]:
    """Return every kind of object by its name."""
    named = {model._meta.label: str(capfirst(model._meta.verbose_name)) for model in admin.site._registry}
    return [(label, named[label]) for label in sorted(named, key=lambda label: named[label])]


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """What was done, by whom, to what. The database itself refuses to change it."""

    list_display = ("at", "verb", "actor_name", "actor_tenant_name", "subject_link", "kind")
    list_filter = (
        by_choice("verb", _("verb"), recent_verbs),
        by_choice("subject_type", _("kind of object"), kinds),
        by_month("at", _("time")),
    )
    search_fields = ("verb__icontains", "subject_name__icontains", "actor_name__icontains", "request_id__exact")
    search_help_text = _("Verb, object, person, or the whole id of an object, person, tenant or request.")
    ordering = ("-at", "-pk")
    id_fields = ("pk", "actor_id", "actor_tenant_id", "subject_id")
    fields = (
        "at",
        "verb",
        "actor_name",
        "actor_id",
        "actor_tenant_name",
        "actor_tenant_id",
        "kind",
        "subject_link",
        "subject_id",
        "request_id",
        "stored_data",
    )
    readonly_fields = ("kind", "subject_link", "stored_data")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was."""
        return False

    @admin.display(description=_("object"))
    def subject_link(self, event: AuditEvent) -> str:
        """What it was done to."""
        return link_to(event.subject_type, event.subject_id, event.subject_name)

    @admin.display(description=_("kind of object"))
    def kind(self, event: AuditEvent) -> str:
        """The name of the object's kind."""
        try:
            return str(capfirst(apps.get_model(event.subject_type)._meta.verbose_name))
        except (LookupError, ValueError):
            return event.subject_type

    @admin.display(description=_("data"))
    def stored_data(self, event: AuditEvent) -> str:
        """What was put on record with it."""
        return format_html('<pre class="as-stored" tabindex="0">{}</pre>', as_text(event.data))
