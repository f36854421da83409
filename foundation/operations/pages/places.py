"""Countries, for operators; they come from the reference data."""

from django.contrib import admin

from foundation.operations.records import RecordAdmin
from foundation.places.models import Country


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Countries."""

    list_display = ("name", "code")
    search_fields = ("name__icontains", "code__iexact")
    ordering = ("name",)
    id_fields = ()
