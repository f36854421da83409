"""Requests of a provider for a partnership with a reseller."""

import uuid
from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.requests.querysets import PartnershipRequestQuerySet


class PartnershipRequest(models.Model):
    """One provider asks one recipient, once. Its link is derived from its id and `link_version`; nobody stores it."""

    class State(models.TextChoices):
        """Where a request stands; an open one past its expiry counts as expired everywhere."""

        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    class Delivery(models.TextChoices):
        """How the link goes to the recipient; the mail's own fate is in the outbox."""

        NONE = "none", _("Not sent")
        PORTAL = "portal", _("By the portal")
        BY_YOU = "by_you", _("By you, outside the portal")

    OPEN = (State.DRAFT, State.SENT)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Partner, models.PROTECT, related_name="requests_made")
    recipient_company = models.CharField(_("company"), max_length=200)
    recipient_address = models.EmailField(_("email address"), max_length=254)
    recipient_partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="requests_received", verbose_name=_("recipient")
    )
    language = models.CharField(_("language of the mail"), max_length=10, default="en")
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    link_version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery, default=Delivery.NONE)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("created by"))
    expires_at = models.DateTimeField(_("expires"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    viewed_at = models.DateTimeField(_("viewed"), null=True, blank=True)
    reminder_wanted = models.BooleanField(_("remind before it expires"), default=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    partnership = models.OneToOneField(
        Partnership, models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("partnership")
    )
    version = models.PositiveIntegerField(default=1)

    objects = PartnershipRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership request")
        verbose_name_plural = _("partnership requests")
        constraints = [
            models.UniqueConstraint(
                fields=("provider", "recipient_address"),
                condition=Q(state__in=("draft", "sent")),
                name="request_open_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(recipient_address=Lower("recipient_address")),
                name="request_address_in_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | ~Q(state="draft"), name="request_draft_is_not_sent"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="request_sent_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "sent"), closed_at=None)
                | (~Q(state__in=("draft", "sent")) & Q(closed_at__isnull=False)),
                name="request_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", partnership__isnull=False)
                | (~Q(state="accepted") & Q(partnership__isnull=True)),
                name="request_accepted_has_a_partnership",
            ),
        ]
        indexes = [
            models.Index(fields=("provider", "-created_at", "-id"), name="request_of_provider"),
            models.Index(
                fields=("expires_at",), condition=Q(state__in=("draft", "sent")), name="request_open_by_expiry"
            ),
            models.Index(
                fields=("expires_at",),
                condition=Q(state="sent", reminder_wanted=True, reminded_at=None),
                name="request_to_be_reminded",
            ),
            GinIndex(fields=["recipient_company"], name="request_company_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.provider} → {self.recipient_company}"

    def state_at(self, now: datetime) -> State:
        """Return the state as everybody is to see it: an open request past its expiry is expired, swept or not."""
        state = self.State(self.state)
        return self.State.EXPIRED if state in self.OPEN and self.expires_at <= now else state

    def is_open_at(self, now: datetime) -> bool:
        """Say whether the request can still be answered."""
        return self.state_at(now) in self.OPEN

    def ended_at(self, now: datetime) -> datetime | None:
        """Return when the request ended, or None while it is open."""
        return self.closed_at or (None if self.is_open_at(now) else self.expires_at)
