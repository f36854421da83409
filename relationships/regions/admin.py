"""Regions and their countries, for operators; they come from the reference data."""

from django.contrib import admin

from foundation.operations.records import RecordAdmin
from relationships.regions.models import Region, RegionCountry


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    """CSP regions."""

    list_display = ("name", "key")
    search_fields = ("name__icontains",)
    ordering = ("name",)
    id_fields = ()


@admin.register(RegionCountry)
class RegionCountryAdmin(RecordAdmin):
    """Which region a country belongs to, and its currency."""

    list_display = ("country", "region", "currency", "legacy_currency")
    list_select_related = ("country", "region")
    list_filter = ("region",)
    search_fields = ("country__name__icontains", "country__code__iexact", "currency__iexact")
    ordering = ("country_id",)
    id_fields = ()
