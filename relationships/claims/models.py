"""Companies that opened somebody else's link and say that they are the one meant."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.claims.querysets import RecipientClaimQuerySet
from relationships.partners.models import Partner
from relationships.requests.models import PartnershipRequest


class RecipientClaim(models.Model):
    """A company asks the provider to let it answer a request that was sent to another address. Decided once.

    It was made with the link of `link_version`; a newer link makes an undecided claim moot, until the company asks
    again with that one.
    """

    request = models.ForeignKey(PartnershipRequest, models.PROTECT, related_name="claims")
    company = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("company"))
    link_version = models.PositiveIntegerField()
    claimed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    claimed_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=254, blank=True)
    allowed = models.BooleanField(_("allowed"), default=False)

    objects = RecipientClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim to a request")
        verbose_name_plural = _("claims to requests")
        constraints = [
            models.UniqueConstraint(fields=("request", "company"), name="claim_once_per_company"),
            models.CheckConstraint(condition=Q(allowed=False) | Q(decided_at__isnull=False), name="claim_is_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.company}"
