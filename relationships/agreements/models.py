"""The partner agreement (MPA)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.agreements.querysets import PartnerAgreementQuerySet
from relationships.partners.models import Partner
from relationships.regions.models import Region


class PartnerAgreement(models.Model):
    """A signed MPA: one per partner and region, perpetual, valid after the signer has left (R22)."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    text_version = models.CharField(_("text version"), max_length=20)
    signed_at = models.DateTimeField(_("signed"))
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    signer_name = models.CharField(_("signer's name"), max_length=200)

    objects = PartnerAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner agreement")
        verbose_name_plural = _("partner agreements")
        constraints = [models.UniqueConstraint(fields=("partner", "region"), name="agreement_once_per_region")]

    def __str__(self) -> str:
        return f"{self.partner} · {self.region}"
