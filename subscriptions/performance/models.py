"""What the revenue floor needs (R25): reference rates into US dollars, and the warnings given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relationships.partners.models import Partner


class ReferenceRate(models.Model):
    """How many US dollars one unit of a currency counts for. For comparing revenue only; nothing is billed with it."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    usd = models.DecimalField(_("US dollars"), max_digits=14, decimal_places=8)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("reference rate")
        verbose_name_plural = _("reference rates")

    def __str__(self) -> str:
        return self.currency


class RevenueWarning(models.Model):
    """A reseller was warned, once, that its revenue lies below the floor before an anniversary of its enrolment."""

    reseller = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("reseller"))
    anniversary = models.DateField(_("anniversary"))
    revenue_usd = models.DecimalField(_("revenue, USD"), max_digits=14, decimal_places=2)
    warned_at = models.DateTimeField(_("warned"))

    class Meta:
        verbose_name = _("revenue warning")
        verbose_name_plural = _("revenue warnings")
        constraints = [
            models.UniqueConstraint(fields=("reseller", "anniversary"), name="revenue_warning_once_per_anniversary"),
        ]

    def __str__(self) -> str:
        return f"{self.reseller} · {self.anniversary}"
