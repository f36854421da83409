"""Many partnership requests at once: what was pasted, what will happen to each row, and what became of it."""

import uuid
from collections import Counter

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.request_batches.querysets import BatchRowQuerySet, RequestBatchQuerySet
from relationships.requests.models import PartnershipRequest


class RequestBatch(models.Model):
    """A list of recipients, looked at before anything is sent, then sent row by row by a worker.

    `language` is what was chosen for rows without one; empty for what is usual for each address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Partner, models.PROTECT, related_name="request_batches")
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("created by"))
    language = models.CharField(_("language of the mail"), max_length=10, blank=True)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RequestBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of requests")
        verbose_name_plural = _("batches of requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None, started_by=None) | Q(started_at__isnull=False, started_by__isnull=False),
                name="batch_started_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False), name="batch_finishes_after_its_start"
            ),
        ]
        indexes = [
            models.Index(fields=("provider", "-created_at", "-id"), name="batch_of_provider"),
            models.Index(
                fields=("started_at",),
                condition=Q(started_at__isnull=False, finished_at=None),
                name="batch_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.created_at:%Y-%m-%d}"

    def counts(self) -> Counter[str]:
        """Return how many of its rows are in each state."""
        return Counter(dict(self.rows.order_by().values_list("state").annotate(models.Count("pk"))))


class BatchRow(models.Model):
    """One recipient of a batch. `refusals` holds why it was not asked, as the audit keeps refusals."""

    class State(models.TextChoices):
        """Where a row stands."""

        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not sent")
        SENT = "sent", _("Sent")

    batch = models.ForeignKey(RequestBatch, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("line"))
    company = models.CharField(_("company"), max_length=200, blank=True)
    address = models.CharField(_("email address"), max_length=320)
    language = models.CharField(_("language of the mail"), max_length=10, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READY)
    refusals = models.JSONField(default=list, blank=True)
    request = models.OneToOneField(
        PartnershipRequest, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("request")
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a batch")
        verbose_name_plural = _("rows of batches")
        constraints = [
            models.UniqueConstraint(fields=("batch", "number"), name="batch_row_number_once"),
            models.CheckConstraint(
                condition=Q(state="sent", request__isnull=False) | (~Q(state="sent") & Q(request=None)),
                name="batch_row_sent_has_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.address}"
