"""The end of a partnership: who wanted it, why, from when on, and what is to become of the reseller's part."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from relationships.endings.querysets import PartnershipEndingQuerySet
from relationships.partnerships.models import Partnership


class PartnershipEnding(models.Model):
    """An end that one side, or an operator (no tenant), has decided on; until it takes effect it can be taken back.

    `reassignment` says, by the key of what hangs on the partnership, which other reseller takes it over (its id), or
    that nobody does (an empty text); what it does not name stays as it is (R67). `outcome` says by the same keys what
    has come of it so far; `reassigned_at` is there once nothing is left to do.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="endings")
    decided_by_tenant = models.ForeignKey(
        Tenant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided for")
    )
    decided_by = models.CharField(_("decided by"), max_length=254)
    decided_at = models.DateTimeField(_("decided"))
    reason = models.CharField(_("reason"), max_length=500)
    takes_effect_at = models.DateTimeField(_("takes effect"))
    reassignment = models.JSONField(_("reassignment"), default=dict, blank=True)
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    cancelled_by = models.CharField(_("taken back by"), max_length=254, blank=True)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    outcome = models.JSONField(_("outcome of the reassignment"), default=dict, blank=True)
    reassigned_at = models.DateTimeField(_("reassignment finished"), null=True, blank=True)

    objects = PartnershipEndingQuerySet.as_manager()

    class Meta:
        verbose_name = _("end of a partnership")
        verbose_name_plural = _("ends of partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=("partnership",),
                condition=Q(carried_out_at=None, cancelled_at=None),
                name="ending_planned_once",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None) | Q(cancelled_at=None), name="ending_carried_out_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(reassigned_at=None) | Q(carried_out_at__isnull=False),
                name="ending_reassigned_once_carried_out",
            ),
        ]
        indexes = [
            models.Index(
                fields=("takes_effect_at",),
                condition=Q(carried_out_at=None, cancelled_at=None),
                name="ending_by_day",
            ),
            models.Index(
                fields=("carried_out_at",),
                condition=Q(carried_out_at__isnull=False, reassigned_at=None),
                name="ending_to_be_reassigned",
            ),
        ]

    def __str__(self) -> str:
        return str(self.partnership)

    @property
    def is_planned(self) -> bool:
        """Whether it has neither been carried out nor taken back."""
        return self.carried_out_at is None and self.cancelled_at is None

    def is_due(self, now: datetime) -> bool:
        """Say whether its day has come."""
        return self.takes_effect_at <= now
