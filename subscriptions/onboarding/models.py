"""The New customer wizard's draft."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from foundation.users.models import User
from relationships.partners.models import Partner
from subscriptions.onboarding.querysets import CustomerDraftQuerySet


class CustomerDraft(models.Model):
    """What has been typed so far. Nothing of the customer exists before Submit, which links it here one-to-one.

    `account` and `lines` hold the cleaned values of the two steps as JSON. A draft expires after seven days (R57).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("created by"))
    reseller = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indirect reseller")
    )
    account = models.JSONField(_("account info"), default=dict)
    lines = models.JSONField(_("subscriptions"), default=list)
    incentive_reseller = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reseller for incentives")
    )
    subscriptions_done = models.BooleanField(_("subscriptions step done"), default=False)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    customer = models.OneToOneField(
        Customer, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name=_("customer")
    )
    version = models.PositiveIntegerField(default=1)

    objects = CustomerDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer draft")
        verbose_name_plural = _("customer drafts")
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at=None, customer=None) | Q(submitted_at__isnull=False, customer__isnull=False),
                name="draft_submitted_has_a_customer",
            ),
        ]
        indexes = [models.Index(fields=("expires_at",), condition=Q(submitted_at=None), name="draft_by_expiry")]

    def __str__(self) -> str:
        return str(self.account.get("company_name", self.id))
