"""Applications to join, made by people who have no account yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.partners.models import Enrolment
from relationships.requests.models import PartnershipRequest


class EnrolmentApplication(models.Model):
    """Who asked for an enrolment and which partnership request brought them, so that approval leads back to it."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="application")
    applicant = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("applicant"))
    request = models.ForeignKey(
        PartnershipRequest, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("came by request")
    )
    applied_at = models.DateTimeField(_("applied"))

    class Meta:
        verbose_name = _("enrolment application")
        verbose_name_plural = _("enrolment applications")

    def __str__(self) -> str:
        return str(self.enrolment)
