"""Organisations, tenants and memberships, for operators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field as ModelField
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from foundation.operations import services
from foundation.operations.filters import by_end
from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin, RecordInline
from foundation.operations.search import as_uuid
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.organisations.roles import ROLES

LONGEST_NUMBER = 18
"""Digits of a number that is looked for: the keys hold no more."""


class MoveForm(ReasonForm):
    """Where to, and why."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=253,
        help_text=_("Its number, or the domain or the Microsoft ID of one of its tenants."),
    )
    field_order = ("organisation", "reason")

    def clean_organisation(self) -> Organisation:
        """Find the organisation that is meant."""
        words: str = self.cleaned_data["organisation"].strip()
        if words.isascii() and words.isdecimal() and len(words) <= LONGEST_NUMBER:
            found = Organisation.objects.filter(pk=words)
        elif wanted := as_uuid(words):
            found = Organisation.objects.filter(tenants=wanted)
        else:
            found = Organisation.objects.filter(tenants__primary_domain=words.lower())
        organisation = found.first()
        if organisation is None:
            raise forms.ValidationError(_("There is no such organisation, and no tenant with this domain or ID."))
        return organisation


def move(*, actor: Actor, now: datetime, record: Tenant, organisation: Organisation, reason: str) -> str:
    """Make the tenant one of another organisation's."""
    services.move_tenant(actor=actor, now=now, tenant=record, organisation=organisation, reason=reason)
    return gettext("now in {organisation}").format(organisation=organisation)


def separate(*, actor: Actor, now: datetime, record: Tenant, reason: str) -> None:
    """Give the tenant an organisation of its own."""
    services.separate_tenant(actor=actor, now=now, tenant=record, reason=reason)


class TenantInline(RecordInline):
    """The tenants of an organisation: its own and its affiliates'."""

    model = Tenant
    fields = ("name", "primary_domain", "country", "deactivated_at")
    readonly_fields = fields


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    """Companies with their affiliates, between which nothing is sold (R30)."""

    list_display = ("name", "id")
    search_fields = ("name__icontains", "tenants__primary_domain__icontains")
    search_help_text = _("Name, or the domain of one of its tenants.")
    ordering = ("-pk",)
    id_fields = ("tenants",)
    editable = ("name",)
    inlines = (TenantInline,)


@admin.register(Tenant)
class TenantAdmin(RecordAdmin):
    """Tenants, and which organisation each belongs to."""

    list_display = ("name", "primary_domain", "country", "organisation", "created_at", "deactivated_at")
    list_select_related = ("country", "organisation")
    list_filter = ("cloud", by_end("deactivated_at", _("account"), open_=_("Active"), ended=_("Deactivated")))
    search_fields = ("name__icontains", "primary_domain__icontains")
    search_help_text = _("Name, primary domain name, or a whole Microsoft ID.")
    ordering = ("primary_domain",)
    operations = (
        Operation(
            "move",
            _("Move to another organisation"),
            _(
                "The tenant becomes an affiliate of that organisation's tenants: nothing new can be sold between them. "
                "What runs already goes on."
            ),
            move,
            MoveForm,
        ),
        Operation(
            "separate",
            _("Give an organisation of its own"),
            _("The tenant is nobody's affiliate any more. Nothing happens to one that is alone in its organisation."),
            separate,
            ReasonForm,
        ),
    )


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Who belongs to which tenant, with which roles."""

    list_display = ("user", "tenant", "roles_named", "since", "ended_at")
    list_select_related = ("user", "tenant")
    list_filter = (by_end("ended_at", _("membership"), open_=_("Open"), ended=_("Ended")),)
    search_fields = ("user__username__icontains", "tenant__name__icontains", "tenant__primary_domain__icontains")
    search_help_text = _("Sign-in name, tenant, domain, or the whole id of a person or tenant.")
    ordering = ("-pk",)
    id_fields = ("user", "tenant")
    editable = ("roles",)

    @admin.display(description=_("roles"))
    def roles_named(self, membership: Membership) -> str:
        """The roles by their names."""
        return ", ".join(str(ROLES.get(role, role)) for role in membership.roles)

    def formfield_for_dbfield(
        self, db_field: ModelField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Roles are ticked, not typed."""
        if db_field.name != "roles":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=_("Roles"), choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple, required=False
        )
