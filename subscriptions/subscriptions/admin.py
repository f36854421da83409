"""Subscriptions and their licences, for operators."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin, RecordInline
from foundation.organisations.actor import Actor
from foundation.sorting import sort_name
from relationships.partners.models import Partner
from subscriptions.subscriptions.models import LicenceBatch, Subscription
from subscriptions.subscriptions.services import set_support_contact


class SupportContactForm(forms.Form):
    """Who is to answer the customer."""

    partner = forms.ModelChoiceField(
        label=_("MPN ID of the support contact"),
        queryset=Partner.objects.filter(locations__kind="location"),
        to_field_name="locations__mpn_id",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("No partner has this location MPN ID.")},
    )


def assign_support_contact(*, actor: Actor, now: datetime, record: Subscription, partner: Partner) -> None:
    """Choose the support contact for the seller, whose choice it is."""
    set_support_contact(
        actor=replace(actor, tenant=record.seller.tenant),
        now=now,
        subscription_id=record.pk,
        version=record.version,
        partner_id=partner.pk,
    )


class LicenceBatchInline(RecordInline):
    """The additions of a subscription's licences."""

    model = LicenceBatch
    fields = ("quantity", "added_at", "reducible_until")
    readonly_fields = fields


@admin.register(Subscription)
class SubscriptionAdmin(RecordAdmin):
    """What customers have."""

    list_display = (
        "nickname",
        "customer",
        "seller",
        "status",
        "quantity",
        "term_ends_on",
        "reseller",
        "support_contact",
    )
    list_select_related = ("customer__tenant", "seller", "reseller", "support_contact")
    list_filter = ("status", "term", "cycle", "auto_renew")
    search_fields = ("sort_name__contains", "customer__search_text__contains", "reseller__sort_name__contains")
    search_help_text = _(
        "Nickname, customer, domain, reseller, or the whole id of a subscription, customer or partner."
    )
    ordering = ("seller_id", "term_ends_on", "pk")
    id_fields = ("pk", "customer", "seller", "reseller", "support_contact")
    inlines = (LicenceBatchInline,)
    editable = ("nickname",)
    derived = ("sort_name",)
    operations = (
        Operation(
            "support-contact",
            _("Designated support contact"),
            _("This partner answers the customer from now on."),
            assign_support_contact,
            SupportContactForm,
        ),
    )

    def write(self, actor: Actor, now: datetime, record: Model, columns: list[str]) -> None:
        """Keep the sorting name true to the nickname."""
        subscription = cast(Subscription, record)
        subscription.sort_name = sort_name(subscription.nickname)[:200]
        super().write(actor, now, subscription, columns)


@admin.register(LicenceBatch)
class LicenceBatchAdmin(RecordAdmin):
    """Additions of licences, each with its own window for giving them back."""

    list_display = ("subscription", "quantity", "added_at", "reducible_until")
    list_select_related = ("subscription",)
    search_fields = ("subscription__sort_name__contains", "subscription__customer__search_text__contains")
    search_help_text = _("Nickname, customer, or the whole id of a subscription.")
    ordering = ("-pk",)
    id_fields = ("subscription",)
