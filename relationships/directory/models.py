"""Providers that choose to be found by resellers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from relationships.directory.querysets import ProviderListingQuerySet
from relationships.partners.models import Partner


class ProviderListing(models.Model):
    """What a provider says of itself in the directory.

    `sort_name` is a copy of its name's, for one index; `search_text` is name and headline as they are searched.
    """

    provider = models.OneToOneField(Partner, models.PROTECT, primary_key=True, related_name="listing")
    sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    search_text = models.CharField(max_length=400, editable=False)
    is_shown = models.BooleanField(_("listed"), default=False)
    headline = models.CharField(_("headline"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    contact_address = models.EmailField(_("email address"), max_length=254, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1)

    objects = ProviderListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing of a provider")
        verbose_name_plural = _("listings of providers")
        indexes = [
            models.Index(fields=("sort_name", "provider"), condition=models.Q(is_shown=True), name="listing_by_name"),
            GinIndex(fields=["search_text"], name="listing_search_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return str(self.provider)
