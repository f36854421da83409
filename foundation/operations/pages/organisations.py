"""Organisations, tenants and memberships, for operators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field as ModelField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.operations.filters import by_end
from foundation.operations.records import RecordAdmin
from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.organisations.roles import ROLES


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    """Companies with their affiliates."""

    list_display = ("name", "id")
    search_fields = ("name__icontains", "tenants__primary_domain__icontains")
    search_help_text = _("Name, or the domain of one of its tenants.")
    ordering = ("-pk",)
    id_fields = ("tenants",)
    editable = ("name",)


@admin.register(Tenant)
class TenantAdmin(RecordAdmin):
    """Tenants, to look at."""

    list_display = ("name", "primary_domain", "country", "organisation", "created_at", "deactivated_at")
    list_select_related = ("country", "organisation")
    list_filter = ("cloud", by_end("deactivated_at", _("account"), open_=_("Active"), ended=_("Deactivated")))
    search_fields = ("name__icontains", "primary_domain__icontains")
    search_help_text = _("Name, primary domain name, or a whole Microsoft ID.")
    ordering = ("primary_domain",)


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
