"""What can be bought: offers, their prices and the commerce policy each follows."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LARGEST_QUANTITY = 10_000_000
"""The largest maximum that any offer has. With LARGEST_PRICE it keeps every order's total within its column."""

LARGEST_PRICE = 10_000_000
"""Prices of one unit stay below this, in any currency."""


class Term(models.TextChoices):
    """How long a purchase commits, as an ISO 8601 duration."""

    MONTH = "P1M", _("1 month")
    YEAR = "P1Y", _("1 year")
    THREE_YEARS = "P3Y", _("3 years")


class Cycle(models.TextChoices):
    """How often it is billed."""

    MONTHLY = "monthly", _("Monthly")
    ANNUAL = "annual", _("Annual")
    TRIENNIAL = "triennial", _("Triennial")
    ONE_TIME = "one_time", _("One time")
    NONE = "none", _("Not billed")


class CommercePolicy(models.Model):
    """How subscriptions of an offer may change; data, because eras differ. Days count from purchase or renewal."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    cancel_days = models.PositiveSmallIntegerField(
        _("days to cancel"), null=True, blank=True, help_text=_("Empty: at any time.")
    )
    reduce_days = models.PositiveSmallIntegerField(
        _("days to reduce licenses"), null=True, blank=True, help_text=_("Empty: at any time.")
    )
    suspended_is_billed = models.BooleanField(_("suspended subscriptions are billed"))
    record_checked_from = models.DateField(
        _("partner of record checked from"),
        null=True,
        blank=True,
        help_text=_("From this day changes of a subscription need a valid reseller of record. Empty: never."),
    )

    class Meta:
        verbose_name = _("commerce policy")
        verbose_name_plural = _("commerce policies")

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A product that can be bought. A licence is the unit in which quantities are counted."""

    class Billing(models.TextChoices):
        """What is billed."""

        LICENSE = "license", _("Per license")
        USAGE = "usage", _("By usage")
        NONE = "none", _("Not billed")

    class LimitUnit(models.TextChoices):
        """What `limit` counts."""

        NONE = "none", _("No limit")
        CONCURRENT = "concurrent", _("Concurrent subscriptions")
        LIFETIME = "lifetime", _("Subscriptions ever")

    id = models.CharField(_("offer id"), max_length=60, primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    description = models.TextField(_("description"), blank=True)
    category = models.CharField(_("category"), max_length=80)
    publisher = models.CharField(_("publisher"), max_length=80)
    unit_type = models.CharField(_("unit"), max_length=40)
    billing = models.CharField(_("billing"), max_length=10, choices=Billing)
    minimum = models.PositiveIntegerField(_("minimum quantity"), default=1)
    maximum = models.PositiveIntegerField(_("maximum quantity"))
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True)
    limit_unit = models.CharField(_("limit counts"), max_length=10, choices=LimitUnit, default=LimitUnit.NONE)
    cycles = ArrayField(models.CharField(max_length=10, choices=Cycle), verbose_name=_("billing frequencies"))
    terms = ArrayField(models.CharField(max_length=3, choices=Term), verbose_name=_("terms"))
    is_addon = models.BooleanField(_("add-on"), default=False)
    is_trial = models.BooleanField(_("trial"), default=False)
    is_auto_renewable = models.BooleanField(_("renews by itself"), default=True)
    is_available = models.BooleanField(_("can be bought"), default=True)
    segment = models.CharField(_("segment"), max_length=20, default="commercial")
    policy = models.ForeignKey(CommercePolicy, models.PROTECT, related_name="+", verbose_name=_("commerce policy"))
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="addons", verbose_name=_("needs one of")
    )
    upgrade_targets = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="upgrade_sources", verbose_name=_("can be upgraded to")
    )
    conversion_targets = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="conversion_sources", verbose_name=_("can be converted to")
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(condition=Q(minimum__gte=1, minimum__lte=F("maximum")), name="offer_minimum_fits"),
            models.CheckConstraint(condition=Q(maximum__lte=LARGEST_QUANTITY), name="offer_maximum_fits"),
            models.CheckConstraint(
                condition=Q(limit_unit="none", limit=None) | (~Q(limit_unit="none") & Q(limit__gte=1)),
                name="offer_limit_has_a_unit",
            ),
        ]
        indexes = [
            models.Index(fields=("category", "sort_name", "id"), name="offer_by_category"),
            GinIndex(fields=["name"], name="offer_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class PriceList(models.Model):
    """Prices of one currency from one day on. A sample list is no offer to anybody, and pages say so."""

    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3)
    valid_from = models.DateField(_("valid from"))
    is_sample = models.BooleanField(_("sample list"), default=False)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.UniqueConstraint(fields=("currency", "valid_from"), name="price_list_once_per_day"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="price_list_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency}, {self.valid_from})"


class Price(models.Model):
    """The price of one unit of an offer for one billing cycle, for a term, before tax."""

    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="prices")
    term = models.CharField(_("term"), max_length=3, choices=Term)
    cycle = models.CharField(_("billing frequency"), max_length=10, choices=Cycle)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=("price_list", "offer", "term", "cycle"), name="price_once"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="price_is_not_negative"),
            models.CheckConstraint(condition=Q(unit_price__lt=LARGEST_PRICE), name="price_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {self.term} · {self.cycle}"
