"""Providers whose requests a reseller does not want any more."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relationships.blocks.querysets import RequestBlockQuerySet
from relationships.partners.models import Partner


class RequestBlock(models.Model):
    """A reseller takes no further requests from a provider. Ended rows stay."""

    reseller = models.ForeignKey(Partner, models.PROTECT, related_name="blocks", verbose_name=_("reseller"))
    provider = models.ForeignKey(Partner, models.PROTECT, related_name="blocked_by", verbose_name=_("provider"))
    since = models.DateTimeField(_("since"))
    set_by = models.CharField(_("set by"), max_length=254)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=254, blank=True)

    objects = RequestBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        indexes = [
            models.Index(fields=("reseller", "-since", "-id"), condition=Q(ended_at=None), name="block_of_reseller"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("reseller", "provider"), condition=Q(ended_at=None), name="block_open_once"
            ),
            models.CheckConstraint(condition=~Q(reseller=F("provider")), name="block_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.reseller} ✕ {self.provider}"
