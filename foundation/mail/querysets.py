"""Which mails are due, held, or about something. Pages reach mails only through the objects they are about."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from foundation.mail.models import OutgoingMail  # noqa: F401  named in the generic parameter only


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails as workers and services look for them."""

    def due(self, now: datetime) -> Self:
        """Those to be sent now, the longest waiting first."""
        return self.filter(state__in=self.model.OPEN, next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def in_hand(self) -> Self:
        """Those that a worker has taken and has said nothing about."""
        return self.filter(state=self.model.State.SENDING)

    def claimed(self, *, at: Collection[datetime], or_before: datetime) -> Self:
        """Those that were taken at one of these moments, or before another."""
        return self.filter(models.Q(claimed_at__in=at) | models.Q(claimed_at__lt=or_before))

    def about(self, subject: models.Model) -> Self:
        """Those about one object."""
        return self.filter(about_type=subject._meta.label, about_id=str(subject.pk))
