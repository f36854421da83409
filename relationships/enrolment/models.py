"""Applications to join, made by people who have no account yet."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.partners.models import Enrolment
from relationships.requests.models import PartnershipRequest


class Capability(models.TextChoices):
    """What source 003 asks of a direct-bill partner."""

    BILLING = "billing", _("Billing of customers")
    SUPPORT = "support", _("Customer support")
    INTEGRATION = "integration", _("Integration by API")
    MANAGED_SERVICES = "managed_services", _("Managed services")


class EnrolmentApplication(models.Model):
    """Who asked for an enrolment and which partnership request brought them, so that approval leads back to it."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="application")
    applicant = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("applicant"))
    request = models.ForeignKey(
        PartnershipRequest, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("came by request")
    )
    applied_at = models.DateTimeField(_("applied"))
    company = models.CharField(_("company"), max_length=200, blank=True)
    country = models.CharField(_("country/region"), max_length=2, blank=True)
    mpn_id = models.CharField(_("location MPN ID"), max_length=10, blank=True)
    mpn_country = models.CharField(_("country/region of the MPN ID"), max_length=2, blank=True)
    global_mpn_id = models.CharField(_("global MPN ID"), max_length=10, blank=True)
    registration_number = models.CharField(_("company registration number"), max_length=40, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    capabilities = ArrayField(
        models.CharField(max_length=20, choices=Capability), verbose_name=_("capabilities"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("enrolment application")
        verbose_name_plural = _("enrolment applications")

    def __str__(self) -> str:
        return str(self.enrolment)
