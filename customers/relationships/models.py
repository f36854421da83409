"""Who works with which customer."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.relationships.querysets import CustomerRelationshipQuerySet
from relationships.partners.models import Partner

NEVER = date(9999, 12, 31)
"""The renewal date of a customer without renewals, so that the column is never null and sorts last."""


class CustomerRelationship(models.Model):
    """A partner's relationship with a customer. Lists of customers start from this row, which carries their sort keys.

    A provider adding for a reseller writes two: its own (`through` empty, `reseller` set) and the reseller's
    (`through` is the provider). A provider's or direct-bill partner's own customer has one, with no reseller.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="relationships")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="customer_relationships")
    through = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("through")
    )
    reseller = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reseller")
    )
    sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("since"))
    next_renewal = models.DateField(_("next renewal"), default=NEVER)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=254, blank=True)

    objects = CustomerRelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer relationship")
        verbose_name_plural = _("customer relationships")
        constraints = [
            models.UniqueConstraint(
                fields=("customer", "partner", "through"),
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="relationship_open_once",
            ),
            # Customer association: a provider's row names its reseller, a reseller's row its provider; never both.
            models.CheckConstraint(
                condition=Q(through=None) | Q(reseller=None), name="relationship_through_or_reseller"
            ),
            models.CheckConstraint(
                condition=~Q(through=F("partner")) & ~Q(reseller=F("partner")), name="relationship_not_with_itself"
            ),
        ]
        indexes = (
            [
                models.Index(
                    fields=("partner", key, "customer"), condition=Q(ended_at=None), name=f"relationship_by_{name}"
                )
                for key, name in (("sort_name", "name"), ("created_at", "since"), ("next_renewal", "renewal"))
            ]
            + [
                models.Index(
                    fields=("partner", "reseller", key, "customer"),
                    condition=Q(ended_at=None),
                    name=f"relationship_reseller_{name}",
                )
                for key, name in (("sort_name", "name"), ("created_at", "since"), ("next_renewal", "renew"))
            ]
            + [
                models.Index(
                    fields=("partner", key, "customer"),
                    condition=Q(ended_at=None, reseller=None),
                    name=f"relationship_none_{name}",
                )
                for key, name in (("sort_name", "name"), ("created_at", "since"), ("next_renewal", "renewal"))
            ]
        )

    def __str__(self) -> str:
        return f"{self.partner} · {self.customer}"
