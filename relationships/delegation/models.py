"""Delegated administration: one tenant lets another administer it (R14, R35)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from relationships.delegation.querysets import DelegatedAdminQuerySet


class DelegatedAdmin(models.Model):
    """Rights that `granting` has given to `holder`. Ended rows stay."""

    granting = models.ForeignKey(Tenant, models.PROTECT, related_name="delegations_given", verbose_name=_("granted by"))
    holder = models.ForeignKey(Tenant, models.PROTECT, related_name="delegations_held", verbose_name=_("held by"))
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles"), default=list)
    since = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=254, blank=True)

    objects = DelegatedAdminQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegated admin")
        verbose_name_plural = _("delegated admins")
        constraints = [
            models.UniqueConstraint(
                fields=("granting", "holder"), condition=Q(ended_at=None), name="delegation_open_once"
            ),
            models.CheckConstraint(condition=~Q(granting=F("holder")), name="delegation_between_two"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="delegation_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=("holder", "granting"), condition=Q(ended_at=None), name="delegation_held_now")]

    def __str__(self) -> str:
        return f"{self.granting} → {self.holder}"
