"""The customer agreement."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.agreements.querysets import CustomerAgreementQuerySet
from foundation.users.models import User


class CustomerAgreement(models.Model):
    """A customer's agreement: attested by the partner, or asked for and not given (nothing is ordered then, R40)."""

    class State(models.TextChoices):
        """How far it is."""

        REQUESTED = "requested", _("Customer will be asked")
        ATTESTED = "attested", _("Attested by the partner")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="agreements")
    state = models.CharField(_("state"), max_length=10, choices=State)
    first_name = models.CharField(_("first name"), max_length=50, blank=True)
    last_name = models.CharField(_("last name"), max_length=50, blank=True)
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    agreed_on = models.DateField(_("date agreed"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"))

    objects = CustomerAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer agreement")
        verbose_name_plural = _("customer agreements")
        constraints = [
            models.UniqueConstraint(
                fields=("customer",), condition=Q(state="requested"), name="customer_agreement_requested_once"
            ),
            # R40: the same person on the same day is not attested twice.
            models.UniqueConstraint(
                fields=("customer", "first_name", "last_name", "email", "agreed_on"),
                condition=Q(state="attested"),
                name="customer_agreement_not_twice",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", agreed_on=None)
                | (Q(state="attested", agreed_on__isnull=False) & ~Q(first_name="") & ~Q(last_name="") & ~Q(email="")),
                name="customer_agreement_attested_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_state_display()}"
