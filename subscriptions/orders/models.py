"""Orders: what was bought, at which price, for whom."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from foundation.users.models import User
from relationships.partners.models import Partner
from subscriptions.catalogue.models import Cycle, Offer, Term
from subscriptions.orders.querysets import OrderQuerySet


class Order(models.Model):
    """One submission of a seller for a customer. `submission` makes a repeated submit the same order."""

    class Status(models.TextChoices):
        """Where the order stands; ours are provisioned in the transaction that places them."""

        COMPLETED = "completed", _("Completed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(_("submission"), unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders")
    seller = models.ForeignKey(Partner, models.PROTECT, related_name="orders_placed", verbose_name=_("seller"))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.COMPLETED)
    currency = models.CharField(_("currency"), max_length=3)
    total = models.DecimalField(_("total"), max_digits=20, decimal_places=2)
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("placed by"))

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [models.Index(fields=("customer", "-placed_at", "-id"), name="order_of_customer")]

    def __str__(self) -> str:
        return str(self.id)


class OrderLine(models.Model):
    """One offer of an order, with everything that counted copied: later changes of the catalogue change nothing."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("line"))
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+", verbose_name=_("offer"))
    offer_name = models.CharField(_("offer"), max_length=200)
    quantity = models.PositiveIntegerField(_("licenses"))
    term = models.CharField(_("term"), max_length=3, choices=Term)
    cycle = models.CharField(_("billing frequency"), max_length=10, choices=Cycle)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    price_list = models.CharField(_("price list"), max_length=120)
    policy = models.CharField(_("commerce policy"), max_length=50)
    reseller = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reseller for incentives")
    )
    reseller_mpn_id = models.CharField(_("reseller's MPN ID"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=("order", "number"), name="order_line_number_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(reseller=None, reseller_mpn_id="") | (Q(reseller__isnull=False) & ~Q(reseller_mpn_id="")),
                name="order_line_reseller_with_mpn_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_name} × {self.quantity}"
