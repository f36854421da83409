"""Which partnership requests a person may see."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import In

from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from foundation.users.models import User

if TYPE_CHECKING:
    from relationships.requests.models import PartnershipRequest  # noqa: F401  named in the generic parameter only

QUIET_AFTER_SENDING = timedelta(days=1)
"""Whoever has got the mail just now is not reminded of it."""


class PartnershipRequestQuerySet(models.QuerySet["PartnershipRequest"]):
    """Requests by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own tenant has made. A recipient comes by the link, which `links.request_behind` resolves."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()

    def open_at(self, now: datetime) -> Self:
        """Those that can still be answered."""
        return self.filter(state__in=self.model.OPEN, expires_at__gt=now)

    def past_expiry(self, now: datetime) -> Self:
        """Those still kept as open although their time is over."""
        return self.filter(state__in=self.model.OPEN, expires_at__lte=now)

    def to_be_reminded(self, now: datetime) -> Self:
        """Those whose recipients are due to be reminded of them: sent a while ago, soon over, not reminded yet."""
        return self.filter(
            state=self.model.State.SENT,
            reminder_wanted=True,
            reminded_at=None,
            expires_at__gt=now,
            expires_at__lte=now + timedelta(days=settings.PARTNERSHIP_REQUEST_REMINDER_DAYS),
            sent_at__lte=now - QUIET_AFTER_SENDING,
        )

    def with_present_state(self, now: datetime) -> Self:
        """Each with `present_state`, which counts an open one past its expiry as expired."""
        return self.annotate(present_state=self._present_state(now))

    def askers(self) -> list[User]:
        """The people who have made them, by name."""
        people = User.objects.filter(pk__in=self.order_by().values("created_by"))
        return list(people.order_by("last_name", "first_name", "username"))

    def counts_by_state(self, now: datetime) -> dict[str, int]:
        """How many are in each present state; states without any are not in the answer."""
        stated = self.annotate(present_state=self._present_state(now)).order_by()
        return dict(stated.values_list("present_state").annotate(models.Count("pk")))

    def _present_state(self, now: datetime) -> Case:
        over = Q(state__in=self.model.OPEN, expires_at__lte=now)
        expired = When(over, then=Value(self.model.State.EXPIRED.value))
        return Case(expired, default=F("state"), output_field=models.CharField())


def with_mail_in(states: Collection[str], kinds: Collection[str]) -> In:
    """Return the condition that the latest mail of these kinds about a request is in one of these states."""
    label = "relationships.PartnershipRequest"
    about = OutgoingMail.objects.filter(about_type=label, about_id=Cast(OuterRef("pk"), models.CharField()))
    latest = about.filter(kind__in=kinds).order_by("-created_at", "-id").values("state")[:1]
    return In(Subquery(latest), list(states))
