"""The queue of enrolments for operators: who waits, what to check, and the decision; and the applications."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from foundation.users.models import User
from relationships.enrolment.decisions import decide_enrolment
from relationships.enrolment.models import Capability, EnrolmentApplication
from relationships.partners.models import WAITING_SINCE, Enrolment
from relationships.partners.roles import GLOBAL_ADMIN


def approve(*, actor: Actor, now: datetime, record: Enrolment) -> None:
    """Let the partner in."""
    decide_enrolment(actor=actor, now=now, enrolment=record, approve=True)


def reject(*, actor: Actor, now: datetime, record: Enrolment, reason: str) -> None:
    """Keep the partner out, and say why."""
    decide_enrolment(actor=actor, now=now, enrolment=record, approve=False, reason=reason)


def is_pending(record: Enrolment) -> bool:
    """Say whether there is something to decide."""
    return record.state == Enrolment.State.PENDING


def people_of(record: Enrolment) -> list[User]:
    """Return the primary contacts, as `decisions.contacts_of` does, of an enrolment with `contacts_prefetched`."""
    application, members = application_of(record), record.partner.tenant.contacts  # type: ignore[attr-defined]
    if application and any(each.user_id == application.applicant_id for each in members):
        return [application.applicant]
    return [each.user for each in members if GLOBAL_ADMIN in each.roles]


def contacts_prefetched() -> "Prefetch[Any]":
    """Return what gives each enrolment's tenant its `contacts`: active Global admins, and who applied for it."""
    applied = EnrolmentApplication.objects.filter(applicant=OuterRef("user"), enrolment__partner=OuterRef("tenant"))
    members = Membership.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    found = members.filter(Q(roles__contains=[GLOBAL_ADMIN]) | Exists(applied))
    return Prefetch("partner__tenant__memberships", found, to_attr="contacts")


def application_of(record: Enrolment) -> EnrolmentApplication | None:
    """Return the application behind an enrolment; one that an operator has made has none."""
    return getattr(record, "application", None)


@admin.register(Enrolment)
class EnrolmentAdmin(RecordAdmin):
    """Who waits, the longest first, then who is in which programme."""

    list_display = (
        "partner",
        "programme",
        "state",
        "waits",
        "contact_verified",
        "mpn_ids",
        "country",
        "registration_number",
        "contact",
    )
    list_filter = ("state", "programme")
    search_fields = ("partner__sort_name__contains", "partner__locations__mpn_id__exact")
    search_help_text = _("Company, MPN ID, or the whole Microsoft ID of a partner.")
    ordering = (WAITING_SINCE, "-pk")
    id_fields = ("partner",)
    readonly_fields = (
        "waits",
        "country",
        "mpn_ids",
        "registration_number",
        "phone",
        "contact",
        "contact_verified",
        "capabilities",
        "brought_by",
    )
    operations = (
        Operation(
            "approve",
            _("Approve"),
            _(
                "The enrolment is active when the company has signed the Partner Agreement, else it is qualified to "
                "sign it. The applicant gets a mail."
            ),
            approve,
            offered=is_pending,
        ),
        Operation(
            "reject",
            _("Reject"),
            _("The applicant gets a mail with the reason, and can put the application right with Fix now."),
            reject,
            ReasonForm,
            is_pending,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Each with what is to be checked."""
        rows = super().get_queryset(request).prefetch_related("partner__locations", contacts_prefetched())
        return rows.select_related(
            "partner__tenant__country", "application__applicant", "application__request__provider"
        )

    @admin.display(description=_("waits"))
    def waits(self, record: Enrolment) -> str:
        """How long it has been pending."""
        return timesince(record.requested_at, clock.now()) if is_pending(record) else ""

    @admin.display(description=_("country/region"))
    def country(self, record: Enrolment) -> str:
        """Of the account."""
        return record.partner.tenant.country.name

    @admin.display(description=_("MPN IDs"))
    def mpn_ids(self, record: Enrolment) -> str:
        """Each with its kind."""
        locations = sorted(record.partner.locations.all(), key=lambda each: each.kind, reverse=True)
        return ", ".join(f"{each.mpn_id} ({each.get_kind_display()}, {each.country_id})" for each in locations)

    @admin.display(description=_("company registration number"))
    def registration_number(self, record: Enrolment) -> str:
        """As entered."""
        application = application_of(record)
        return application.registration_number if application else ""

    @admin.display(description=_("phone number"))
    def phone(self, record: Enrolment) -> str:
        """As entered."""
        application = application_of(record)
        return application.phone if application else ""

    @admin.display(description=_("primary contact"))
    def contact(self, record: Enrolment) -> str:
        """Name and address."""
        return "; ".join(f"{each.display_name} <{each.email}>" for each in people_of(record))

    @admin.display(description=_("contact's address verified"), boolean=True)
    def contact_verified(self, record: Enrolment) -> bool:
        """Without it nobody can approve."""
        return any(each.email_verified_at for each in people_of(record))

    @admin.display(description=_("capabilities"))
    def capabilities(self, record: Enrolment) -> str:
        """What a direct-bill partner has declared."""
        application = application_of(record)
        return ", ".join(str(Capability(each).label) for each in application.capabilities) if application else ""

    @admin.display(description=_("came by request"))
    def brought_by(self, record: Enrolment) -> str:
        """Of which provider."""
        application = application_of(record)
        return str(application.request) if application and application.request else ""


@admin.register(EnrolmentApplication)
class EnrolmentApplicationAdmin(RecordAdmin):
    """Who applied with which particulars, and which request brought them."""

    list_display = ("enrolment", "company", "country", "mpn_id", "applicant", "request", "applied_at")
    list_select_related = ("enrolment__partner", "applicant", "request__provider")
    list_filter = ("enrolment__state",)
    search_fields = ("enrolment__partner__sort_name__contains", "applicant__username__icontains", "mpn_id__exact")
    search_help_text = _("Company, applicant, MPN ID, or the whole id of a partner or person.")
    ordering = ("-pk",)
    id_fields = ("enrolment__partner", "applicant")
