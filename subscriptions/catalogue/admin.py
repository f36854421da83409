"""The catalogue, for operators; it comes from `manage.py import_catalogue`."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from foundation.operations.records import RecordAdmin, RecordInline
from subscriptions.catalogue.models import CommercePolicy, Offer, Price, PriceList


@admin.register(CommercePolicy)
class CommercePolicyAdmin(RecordAdmin):
    """How subscriptions of an offer may change."""

    list_display = ("name", "key", "cancel_days", "reduce_days", "suspended_is_billed", "record_checked_from")
    search_fields = ("name__icontains", "key__icontains")
    ordering = ("key",)
    id_fields = ()


class PriceInline(RecordInline):
    """An offer's prices."""

    model = Price
    fields = ("price_list", "term", "cycle", "unit_price")
    readonly_fields = fields


@admin.register(Offer)
class OfferAdmin(RecordAdmin):
    """What can be bought."""

    list_display = ("name", "id", "category", "publisher", "billing", "policy", "is_addon", "is_trial", "is_available")
    list_select_related = ("policy",)
    list_filter = ("is_available", "is_addon", "is_trial", "billing", "policy")
    search_fields = ("name__icontains", "id__iexact", "category__icontains", "publisher__icontains")
    search_help_text = _("Name, offer id, category or publisher.")
    ordering = ("category", "sort_name", "pk")
    id_fields = ()
    inlines = (PriceInline,)


@admin.register(PriceList)
class PriceListAdmin(RecordAdmin):
    """Price lists."""

    list_display = ("name", "currency", "valid_from", "is_sample")
    list_filter = ("is_sample", "currency")
    search_fields = ("name__icontains", "currency__iexact")
    ordering = ("currency", "valid_from")
    id_fields = ()


@admin.register(Price)
class PriceAdmin(RecordAdmin):
    """Prices."""

    list_display = ("offer", "price_list", "term", "cycle", "unit_price")
    list_select_related = ("offer", "price_list")
    list_filter = ("term", "cycle", "price_list")
    search_fields = ("offer__name__icontains", "offer__id__iexact")
    ordering = ("price_list_id", "offer_id", "term", "cycle")
    id_fields = ()
