"""CSP regions and the countries in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.places.models import Country


class Region(models.Model):
    """A CSP region: partners work together and sell only inside one (R1-R4)."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RegionCountry(models.Model):
    """The region of a country and the currency billed there; empty where none is published.

    Brazil has a currency of its own in new commerce and another in legacy commerce; elsewhere both are the
    same.
    """

    country = models.OneToOneField(Country, models.PROTECT, primary_key=True, related_name="market")
    region = models.ForeignKey(Region, models.PROTECT, related_name="countries")
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    legacy_currency = models.CharField(_("legacy currency"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("country of a region")
        verbose_name_plural = _("countries of regions")

    def __str__(self) -> str:
        return f"{self.country} ({self.region})"
