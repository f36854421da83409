"""Subscriptions and their licences, for operators."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin, RecordInline
from foundation.organisations.actor import Actor
from foundation.sorting import sort_name
from subscriptions.subscriptions.models import LicenceBatch, Subscription


class LicenceBatchInline(RecordInline):
    """The additions of a subscription's licences."""

    model = LicenceBatch
    fields = ("quantity", "added_at", "reducible_until")
    readonly_fields = fields


@admin.register(Subscription)
class SubscriptionAdmin(RecordAdmin):
    """What customers have."""

    list_display = (
        "nickname", "customer", "seller", "status", "quantity", "term_ends_on", "reseller", "support_contact", "id",
    )
    list_select_related = ("customer__tenant", "seller", "reseller", "support_contact")
    list_filter = ("status", "term", "cycle", "auto_renew")
    search_fields = ("sort_name__contains", "customer__search_text__contains", "reseller__sort_name__contains")
    search_help_text = _("Nickname, customer, domain, reseller, or the whole id of a subscription, customer or partner.")
    ordering = ("seller_id", "term_ends_on", "pk")
    id_fields = ("pk", "customer", "seller", "reseller", "support_contact")
    inlines = (LicenceBatchInline,)
    editable = ("nickname",)
    derived = ("sort_name",)

    def write(self, actor: Actor, now: datetime, obj: Model, names: Iterable[str]) -> None:
        """Keep the sorting name true to the nickname."""
        subscription = cast(Subscription, obj)
        subscription.sort_name = sort_name(subscription.nickname)[:200]
        super().write(actor, now, obj, names)


@admin.register(LicenceBatch)
class LicenceBatchAdmin(RecordAdmin):
    """Additions of licences, each with its own window for giving them back."""

    list_display = ("subscription", "quantity", "added_at", "reducible_until")
    list_select_related = ("subscription",)
    search_fields = ("subscription__sort_name__contains", "subscription__customer__search_text__contains")
    search_help_text = _("Nickname, customer, or the whole id of a subscription.")
    ordering = ("-pk",)
    id_fields = ("subscription",)
