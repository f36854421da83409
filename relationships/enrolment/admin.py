"""Enrolments and applications to join, for operators: who waits, and the decision."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.services import decide_enrolment
from relationships.partners.models import Enrolment


def approve(*, actor: Actor, now: datetime, record: Enrolment) -> None:
    """Let the partner in."""
    decide_enrolment(actor=actor, now=now, enrolment=record, approve=True)


def reject(*, actor: Actor, now: datetime, record: Enrolment, reason: str) -> None:
    """Keep the partner out, and say why."""
    decide_enrolment(actor=actor, now=now, enrolment=record, approve=False, reason=reason)


@admin.register(Enrolment)
class EnrolmentAdmin(RecordAdmin):
    """Who is in which programme, and who waits."""

    list_display = ("partner", "programme", "state", "requested_at", "decided_at", "reason")
    list_select_related = ("partner",)
    list_filter = ("state", "programme")
    search_fields = ("partner__sort_name__contains", "partner__locations__mpn_id__exact")
    search_help_text = _("Company, MPN ID, or the whole Microsoft ID of a partner.")
    ordering = ("-pk",)
    id_fields = ("partner",)
    operations = (
        Operation(
            "approve",
            _("Approve"),
            _("The enrolment is active at once; the applicant gets a mail."),
            approve,
            offered=lambda record: record.state == Enrolment.State.PENDING,
        ),
        Operation(
            "reject",
            _("Reject"),
            _("The applicant gets a mail with the reason."),
            reject,
            ReasonForm,
            lambda record: record.state == Enrolment.State.PENDING,
        ),
    )


@admin.register(EnrolmentApplication)
class EnrolmentApplicationAdmin(RecordAdmin):
    """Who applied, and which request brought them."""

    list_display = ("enrolment", "applicant", "request", "applied_at")
    list_select_related = ("enrolment__partner", "applicant", "request__provider")
    list_filter = ("enrolment__state",)
    search_fields = ("enrolment__partner__sort_name__contains", "applicant__username__icontains")
    search_help_text = _("Company, applicant, or the whole id of a partner or person.")
    ordering = ("-pk",)
    id_fields = ("enrolment__partner", "applicant")
