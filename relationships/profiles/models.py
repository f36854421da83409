"""What a partner says of itself: its legal, billing and support profiles (dossier 2.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relationships.partners.models import Partner
from relationships.profiles.querysets import ProfileQuerySet


class Place(models.Model):
    """A postal address; its country is the partner's own (R6)."""

    address_line1 = models.CharField(_("address line 1"), max_length=200, blank=True)
    address_line2 = models.CharField(_("address line 2"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state/province"), max_length=100, blank=True)
    postal_code = models.CharField(_("ZIP/postal code"), max_length=20, blank=True)

    class Meta:
        abstract = True


class LegalProfile(Place):
    """The company as the law knows it, and its primary contact. Written when a company enrols."""

    partner = models.OneToOneField(Partner, models.PROTECT, primary_key=True, related_name="legal_profile")
    registration_number = models.CharField(_("company registration number"), max_length=40, blank=True)
    contact_first_name = models.CharField(_("first name"), max_length=50, blank=True)
    contact_last_name = models.CharField(_("last name"), max_length=50, blank=True)
    contact_address = models.EmailField(_("email address"), max_length=254, blank=True)
    contact_phone = models.CharField(_("phone number"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProfileQuerySet["LegalProfile"].as_manager()

    class Meta:
        verbose_name = _("legal profile")
        verbose_name_plural = _("legal profiles")

    def __str__(self) -> str:
        return str(self.partner)


class BillingProfile(Place):
    """Whom the vendor bills, and how."""

    partner = models.OneToOneField(Partner, models.PROTECT, primary_key=True, related_name="billing_profile")
    company_name = models.CharField(_("company"), max_length=200, blank=True)
    contact_first_name = models.CharField(_("first name"), max_length=50, blank=True)
    contact_last_name = models.CharField(_("last name"), max_length=50, blank=True)
    contact_address = models.EmailField(_("email address"), max_length=254, blank=True)
    contact_phone = models.CharField(_("phone number"), max_length=40, blank=True)
    purchase_order_number = models.CharField(_("purchase order number"), max_length=40, blank=True)
    tax_id = models.CharField(_("tax ID"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProfileQuerySet["BillingProfile"].as_manager()

    class Meta:
        verbose_name = _("billing profile")
        verbose_name_plural = _("billing profiles")

    def __str__(self) -> str:
        return str(self.partner)


class SupportProfile(models.Model):
    """How customers reach the partner's support; they see it."""

    partner = models.OneToOneField(Partner, models.PROTECT, primary_key=True, related_name="support_profile")
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    telephone = models.CharField(_("phone number"), max_length=40, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProfileQuerySet["SupportProfile"].as_manager()

    class Meta:
        verbose_name = _("support profile")
        verbose_name_plural = _("support profiles")

    def __str__(self) -> str:
        return str(self.partner)
