"""Requests the other way round: a reseller asks a provider it has found in the directory."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.reseller_requests.querysets import ResellerRequestQuerySet


class ResellerRequest(models.Model):
    """A reseller's Global admin asks a provider, with the tick of R12 given already; the provider accepts."""

    class State(models.TextChoices):
        """Where a request stands; a sent one past its expiry counts as expired everywhere."""

        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reseller = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("reseller"))
    provider = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("provider"))
    message = models.TextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("created by"))
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    partnership = models.OneToOneField(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partnership")
    )

    objects = ResellerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a reseller")
        verbose_name_plural = _("requests of resellers")
        constraints = [
            models.UniqueConstraint(
                fields=("reseller", "provider"), condition=Q(state="sent"), name="reseller_request_open_once"
            ),
            models.CheckConstraint(condition=~Q(reseller=F("provider")), name="reseller_request_between_two"),
            models.CheckConstraint(
                condition=Q(state="sent", closed_at=None) | (~Q(state="sent") & Q(closed_at__isnull=False)),
                name="reseller_request_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", partnership__isnull=False)
                | (~Q(state="accepted") & Q(partnership__isnull=True)),
                name="reseller_request_accepted_has_partnership",
            ),
        ]
        indexes = [
            models.Index(fields=("provider", "-created_at", "-id"), name="reseller_request_received"),
            models.Index(fields=("reseller", "-created_at", "-id"), name="reseller_request_made"),
            models.Index(fields=("expires_at",), condition=Q(state="sent"), name="reseller_request_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.reseller} → {self.provider}"

    def state_at(self, now: datetime) -> State:
        """Return the state as everybody is to see it: an open request past its expiry is expired, swept or not."""
        state = self.State(self.state)
        return self.State.EXPIRED if state == self.State.SENT and self.expires_at <= now else state

    def is_open_at(self, now: datetime) -> bool:
        """Say whether the request can still be answered."""
        return self.state_at(now) == self.State.SENT

    def ended_at(self, now: datetime) -> datetime | None:
        """Return when the request ended, or None while it is open."""
        return self.closed_at or (None if self.is_open_at(now) else self.expires_at)
