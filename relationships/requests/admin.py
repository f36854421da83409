"""Partnership requests, for operators."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_month
from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from relationships.requests.changes import extend_request, resend_request
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import withdraw_request


def withdraw(*, actor: Actor, now: datetime, record: PartnershipRequest) -> None:
    """Take the request back."""
    withdraw_request(actor=actor, now=now, request=record)


def resend(*, actor: Actor, now: datetime, record: PartnershipRequest) -> None:
    """Send the request again with a new link."""
    resend_request(actor=actor, now=now, request=record, version=record.version)


def extend(*, actor: Actor, now: datetime, record: PartnershipRequest, days: int) -> None:
    """Put the end off by so many days."""
    until = localdate(record.expires_at) + timedelta(days=days)
    extend_request(actor=actor, now=now, request=record, version=record.version, until=until)


class DaysForm(forms.Form):
    """By how many days."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=settings.PARTNERSHIP_REQUEST_LONGEST_DAYS)


@admin.register(PartnershipRequest)
class PartnershipRequestAdmin(RecordAdmin):
    """Who asked whom, and what came of it. The link is stored nowhere, so it is not shown either."""

    list_display = (
        "recipient_company",
        "recipient_address",
        "provider",
        "state",
        "delivery",
        "created_at",
        "expires_at",
    )
    list_select_related = ("provider",)
    list_filter = ("state", "delivery", by_month("created_at", _("created")))
    search_fields = (
        "recipient_company__icontains",
        "recipient_address__icontains",
        "provider__sort_name__contains",
        "recipient_partner__locations__mpn_id__exact",
    )
    search_help_text = _("Company, address, provider, the recipient's MPN ID, or the whole id of a request or partner.")
    ordering = ("provider_id", "-created_at", "-pk")
    id_fields = ("pk", "provider", "recipient_partner", "partnership")
    operations = (
        Operation(
            "resend",
            _("Send again"),
            _("A new link goes to the recipient by mail. The link sent before stops working at once."),
            resend,
            offered=lambda record: record.state == PartnershipRequest.State.SENT,
        ),
        Operation(
            "extend",
            _("Put the end off"),
            _("The link stays the same. The provider is not told."),
            extend,
            form=DaysForm,
            offered=lambda record: record.state in PartnershipRequest.OPEN,
        ),
        Operation(
            "withdraw",
            _("Withdraw"),
            _("The link is dead at once, and a mail that still waits is not sent."),
            withdraw,
            offered=lambda record: record.state in PartnershipRequest.OPEN,
        ),
    )
