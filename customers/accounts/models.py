"""Customers: company info, bill-to info and tags."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.querysets import CustomerQuerySet, TagQuerySet
from foundation.organisations.models import Tenant
from foundation.places.models import Country
from relationships.partners.models import Partner


class Customer(models.Model):
    """An end customer, with one tenant of its own. Its id is the tenant's: the Microsoft ID.

    The figures (`subscription_count`, `licence_count`, `next_renewal`) are written by the floor above through
    `relationships.services.record_figures`, in the transaction that changes them.
    """

    class Qualification(models.TextChoices):
        """Special qualifications; Education adds stricter mail rules."""

        NONE = "none", _("None")
        EDUCATION = "education", _("Education")

    tenant = models.OneToOneField(Tenant, models.PROTECT, primary_key=True, related_name="customer")
    registration_number = models.CharField(_("company registration number"), max_length=40, blank=True)
    qualification = models.CharField(
        _("special qualifications"), max_length=10, choices=Qualification, default=Qualification.NONE
    )
    search_text = models.CharField(max_length=600, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by_partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("added by"))
    subscription_count = models.PositiveIntegerField(_("subscriptions"), default=0)
    licence_count = models.PositiveBigIntegerField(_("licenses"), default=0)
    next_renewal = models.DateField(_("next renewal"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [
            GinIndex(fields=["search_text"], name="customer_search_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=("-created_at", "tenant"), name="customer_by_time"),
            # R34: is a company with this number on record already?
            models.Index(
                fields=("registration_number",), condition=~Q(registration_number=""), name="customer_by_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The company's name (company info; Bill-to may differ)."""
        return self.tenant.name

    @property
    def domain(self) -> str:
        """The primary domain name; it never changes (R37)."""
        return self.tenant.primary_domain


class BillingProfile(models.Model):
    """Bill-to info: who is written to, and where."""

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="billing_profile")
    company_name = models.CharField(_("company"), max_length=200)
    first_name = models.CharField(_("first name"), max_length=50)
    last_name = models.CharField(_("last name"), max_length=50)
    email = models.EmailField(_("email address"), max_length=254)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    address_line1 = models.CharField(_("address line 1"), max_length=200)
    address_line2 = models.CharField(_("address line 2"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state or province"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))

    class Meta:
        verbose_name = _("billing profile")
        verbose_name_plural = _("billing profiles")

    def __str__(self) -> str:
        return self.company_name


class Tag(models.Model):
    """A word a partner hangs on a customer; other partners do not see it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tags")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    text = models.CharField(_("tag"), max_length=50)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(fields=("customer", "partner", "text"), name="tag_once"),
            models.CheckConstraint(condition=~Q(text=""), name="tag_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text
