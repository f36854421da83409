"""How much a provider has asked lately: requests a day, and mails to one address in a week, counted in the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, UUIDField, When
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from foundation.mail.models import OutgoingMail
from relationships.requests.links import KIND, REMINDER_KIND
from relationships.requests.models import PartnershipRequest
from relationships.requests.querysets import PartnershipRequestQuerySet

DAY = timedelta(days=1)
ASKING_KINDS = (KIND, REMINDER_KIND)
"""The mails that reach a recipient."""


def room_today(provider_id: UUID, now: datetime) -> int:
    """Return how many more requests this provider may make now; 200 more may be looked at before one is made."""
    return max(settings.PARTNERSHIP_REQUESTS_PER_DAY - _of_today(provider_id, now).count(), 0)


def too_many_until(provider_id: UUID, now: datetime) -> str:
    """Return when the provider may make its next request if it has made too many within a day, else an empty text."""
    limit = settings.PARTNERSHIP_REQUESTS_PER_DAY
    latest = _of_today(provider_id, now).order_by("-created_at", "-pk").values_list("created_at", flat=True)
    return _until(latest[limit - 1 : limit], DAY)


def too_often_until(
    provider_id: UUID, addresses: Collection[str], now: datetime, *, also_about: PartnershipRequest | None = None
) -> dict[str, str]:
    """Return when the next mail may go to those of these addresses that have had too many from this provider.

    One query however many addresses there are. With `also_about` the mails about that request count for each of
    them, wherever they went: changing the recipient over and over is no way to write to everybody.
    """
    times: dict[str, list[datetime]] = defaultdict(list)
    for to_address, about, at in _mails_of(provider_id, addresses, now, also_about):
        for address in addresses if also_about and about == str(also_about.pk) else (to_address,):
            times[address].append(at)
    limit, period = settings.PARTNERSHIP_REQUEST_MAILS, timedelta(days=settings.PARTNERSHIP_REQUEST_MAILS_DAYS)
    return {
        address: _until(sorted(found, reverse=True)[limit - 1 : limit], period)
        for address, found in times.items()
        if len(found) >= limit
    }


def _mails_of(
    provider_id: UUID, addresses: Collection[str], now: datetime, also_about: PartnershipRequest | None
) -> Iterable[tuple[str, str, datetime]]:
    """Return address, request and time of the mails of the last days that went to these addresses, or about that one.

    The request's id is read as such only where a mail is about a request: other ids need not be UUIDs.
    """
    which = Q(to_address__in=addresses)
    if also_about is not None:
        which |= Q(about_id=str(also_about.pk))
    label = PartnershipRequest._meta.label
    request = Case(When(about_type=label, then=Cast("about_id", UUIDField())), output_field=UUIDField())
    own = PartnershipRequest.objects.filter(provider=provider_id, pk=OuterRef("request"))
    mails = OutgoingMail.objects.filter(
        which,
        about_type=label,
        kind__in=ASKING_KINDS,
        created_at__gt=now - timedelta(days=settings.PARTNERSHIP_REQUEST_MAILS_DAYS),
    )
    sent = mails.exclude(state=OutgoingMail.State.CANCELLED).annotate(request=request).filter(Exists(own))
    return sent.values_list("to_address", "about_id", "created_at")


def _of_today(provider_id: UUID, now: datetime) -> PartnershipRequestQuerySet:
    return PartnershipRequest.objects.filter(provider=provider_id, created_at__gt=now - DAY)


def _until(oldest_that_counts: Iterable[datetime], period: timedelta) -> str:
    """Return when that one counts no longer, to the minute in the reader's zone; empty when there is none."""
    for moment in oldest_that_counts:
        free = localtime(moment + period + timedelta(seconds=59))  # Never a minute too early.
        return free.strftime("%Y-%m-%d %H:%M")
    return ""
