"""Subscriptions and the licences in them."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from relationships.partners.models import Partner
from subscriptions.catalogue.models import CommercePolicy, Cycle, Offer, Term
from subscriptions.orders.models import OrderLine
from subscriptions.subscriptions.querysets import SubscriptionQuerySet


class Subscription(models.Model):
    """What a customer has. Policy and term dates are fixed at purchase.

    `reseller` earns the incentives (R63) and `support_contact` answers the customer (R61); neither follows from the
    other, nor from the customer's own reseller (R62).
    """

    class Status(models.TextChoices):
        """Where a subscription stands."""

        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        EXPIRED = "expired", _("Expired")
        DELETED = "deleted", _("Deleted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="subscriptions")
    seller = models.ForeignKey(Partner, models.PROTECT, related_name="subscriptions_sold", verbose_name=_("seller"))
    order_line = models.OneToOneField(OrderLine, models.PROTECT, related_name="subscription")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="subscriptions", verbose_name=_("offer"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="addons", verbose_name=_("base subscription")
    )
    nickname = models.CharField(_("subscription nickname"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    quantity = models.PositiveIntegerField(_("licenses"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    term = models.CharField(_("term"), max_length=3, choices=Term)
    cycle = models.CharField(_("billing frequency"), max_length=10, choices=Cycle)
    policy = models.ForeignKey(CommercePolicy, models.PROTECT, related_name="+", verbose_name=_("commerce policy"))
    auto_renew = models.BooleanField(_("auto-renew"), default=True)
    started_on = models.DateField(_("start"))
    term_ends_on = models.DateField(_("last day of the term"))
    created_at = models.DateTimeField(_("created"))
    reseller = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reseller for incentives")
    )
    support_contact = models.ForeignKey(
        Partner, models.PROTECT, related_name="+", verbose_name=_("designated support contact")
    )
    version = models.PositiveIntegerField(default=1)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="subscription_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(term_ends_on__gte=F("started_on")), name="subscription_ends_after_start"
            ),
            # R49: the reseller's MPN ID, never the seller's own.
            models.CheckConstraint(
                condition=Q(reseller=None) | ~Q(reseller=F("seller")), name="subscription_reseller_is_not_the_seller"
            ),
        ]
        indexes = [
            models.Index(fields=("customer", "sort_name", "id"), name="subscription_of_customer"),
            models.Index(fields=("customer", "-created_at", "-id"), name="subscription_newest"),
            models.Index(fields=("customer", "term_ends_on", "id"), name="subscription_by_renewal"),
            models.Index(fields=("seller", "term_ends_on", "id"), name="subscription_of_seller"),
            *(
                models.Index(fields=("seller", "reseller", key, tie), name=f"subscription_credited_{name}")
                for key, tie, name in (
                    ("sort_name", "id", "name"),
                    ("-created_at", "-id", "new"),
                    ("term_ends_on", "id", "renew"),
                )
            ),
            GinIndex(fields=["nickname"], name="subscription_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.nickname


class LicenceBatch(models.Model):
    """An addition of licences with its own window in which they may be given back; the purchase is the first."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="batches")
    quantity = models.PositiveIntegerField(_("licenses"))
    added_at = models.DateTimeField(_("added"))
    reducible_until = models.DateTimeField(_("can be reduced until"), null=True, blank=True)

    class Meta:
        verbose_name = _("license batch")
        verbose_name_plural = _("license batches")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="batch_has_a_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription} + {self.quantity}"
