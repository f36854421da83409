"""Partnerships between an indirect provider and an indirect reseller."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relationships.partners.models import Partner
from relationships.partnerships.querysets import PartnershipQuerySet


class Partnership(models.Model):
    """Two partners who work together since a time. An ended one stays; a new one is a new row.

    The sort names are copies of the partners' names, so that either side's list reads one index. For the same reason
    the row carries how many customers the provider serves through the reseller now; `count_customers` keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Partner, models.PROTECT, related_name="partnerships_as_provider")
    reseller = models.ForeignKey(Partner, models.PROTECT, related_name="partnerships_as_reseller")
    provider_sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    reseller_sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    since = models.DateTimeField(_("since"))
    accepted_by = models.CharField(_("accepted by"), max_length=254)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=254, blank=True)
    end_reason = models.CharField(_("reason"), max_length=500, blank=True)
    nudged_at = models.DateTimeField(_("asked to sign the agreement"), null=True, blank=True)
    customer_count = models.PositiveIntegerField(_("customers"), default=0, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=("provider", "reseller"), condition=Q(ended_at=None), name="partnership_open_once"
            ),
            models.CheckConstraint(condition=~Q(provider=F("reseller")), name="partnership_between_two"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="partnership_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=("provider", "reseller_sort_name", "id"), name="partnership_of_provider"),
            models.Index(fields=("provider", "since", "id"), name="partnership_of_provider_since"),
            models.Index(fields=("provider", "customer_count", "id"), name="partnership_of_provider_count"),
            models.Index(fields=("reseller", "provider_sort_name", "id"), name="partnership_of_reseller"),
            models.Index(fields=("reseller", "since", "id"), name="partnership_of_reseller_since"),
            models.Index(fields=("reseller", "customer_count", "id"), name="partnership_of_reseller_count"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.reseller}"
