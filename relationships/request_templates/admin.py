"""Providers' own mail templates, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.services import reset_template


def reset(*, actor: Actor, now: datetime, record: RequestTemplate) -> None:
    """Go back to the standard text."""
    reset_template(actor=actor, now=now, provider=record.provider, language=record.language, version=record.version)


@admin.register(RequestTemplate)
class RequestTemplateAdmin(RecordAdmin):
    """The words with which a provider asks, by language. Without words the standard text holds."""

    list_display = ("provider", "language", "subject", "changed_at", "changed_by")
    list_select_related = ("provider",)
    list_filter = ("language",)
    search_fields = ("provider__sort_name__contains", "provider__locations__mpn_id__exact")
    search_help_text = _("The provider, its MPN ID, or its whole id.")
    ordering = ("-pk",)
    id_fields = ("provider",)
    operations = (
        Operation(
            "reset",
            _("Reset to the standard text"),
            _("The provider's next drafts in this language have the standard text. Drafts that are there keep theirs."),
            reset,
            offered=lambda record: bool(record.text),
        ),
    )
