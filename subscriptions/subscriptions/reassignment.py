"""Giving subscriptions from one reseller to another, or to none: who earns the incentives, and who answers (R62).

Two settings of their own: moving one never moves the other, and who sells and bills stays (R68).
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from customers.relationships.end_customers import relatives_of
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from relationships.delegation.models import DelegatedAdmin
from relationships.endings.impact import Moved
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.subscriptions.models import Subscription

LIVE = (Subscription.Status.ACTIVE, Subscription.Status.SUSPENDED)
"""What is handed over; expired and deleted subscriptions keep whom they had, as history."""


def earning(partnership: Partnership) -> QuerySet[Subscription]:
    """Return the provider's subscriptions that name the reseller for incentives."""
    return _of(partnership).filter(reseller=partnership.reseller_id)


def supported(partnership: Partnership) -> QuerySet[Subscription]:
    """Return the provider's subscriptions whose designated support contact is the reseller."""
    return _of(partnership).filter(support_contact=partnership.reseller_id)


def fitting_contacts(partnership: Partnership, now: datetime) -> Mapping[UUID, int]:
    """Return how many of the reseller's support contacts each other reseller can take (R61), in one query."""
    held = Q(customer__tenant__delegations_given__ended_at=None) & (
        Q(customer__tenant__delegations_given__expires_at=None)
        | Q(customer__tenant__delegations_given__expires_at__gt=now)
    )
    holder = "customer__tenant__delegations_given__holder"
    found = (
        supported(partnership).filter(held, status__in=LIVE).values_list(holder).annotate(Count("pk", distinct=True))
    )
    return dict(found)


def move_incentives(
    *, actor: Actor, now: datetime, partnership: Partnership, successor: Partner | None, size: int
) -> Moved:
    """Let `successor` (or nobody) earn the incentives of at most `size` subscriptions from now on (R63).

    On what its own affiliates have bought nobody earns them: it sells nothing to these (R30).
    """
    rows = _locked(earning(partnership), size)
    relatives = relatives_of(successor.pk, {row.customer_id for row in rows}) if successor else set()
    for row in rows:
        row.reseller = None if row.customer_id in relatives else successor
    _save(rows, "reseller")
    for row in rows:
        _record(row, partnership, actor=actor, now=now, column="reseller")
    kept = sum(row.customer_id in relatives for row in rows)
    return Moved(moved=len(rows) - kept, kept=kept)


def move_support_contacts(
    *, actor: Actor, now: datetime, partnership: Partnership, successor: Partner | None, size: int
) -> Moved:
    """Make `successor` the support contact of at most `size` subscriptions; the seller where that one may not (R61)."""
    rows = _locked(supported(partnership), size)
    administered = _administered(successor, rows, now) if successor else set()
    moved = 0
    for row in rows:
        fits = successor is not None and row.customer_id in administered
        row.support_contact_id = successor.pk if successor and fits else row.seller_id
        moved += fits or successor is None
    _save(rows, "support_contact")
    for row in rows:
        _record(row, partnership, actor=actor, now=now, column="support_contact")
    return Moved(moved=moved, kept=len(rows) - moved)


def _of(partnership: Partnership) -> QuerySet[Subscription]:
    """Return the provider's subscriptions; of an ended partnership, those from before its end."""
    rows = Subscription.objects.filter(seller=partnership.provider_id)
    return rows.filter(created_at__lte=partnership.ended_at) if partnership.ended_at else rows


def _locked(rows: QuerySet[Subscription], size: int) -> list[Subscription]:
    """Return at most `size` of these subscriptions, locked in the order of their keys."""
    ids = list(rows.filter(status__in=LIVE).order_by("pk").values_list("pk", flat=True)[:size])
    locked = rows.select_for_update(of=("self",), no_key=True)
    return list(locked.filter(pk__in=ids, status__in=LIVE).order_by("pk"))


def _administered(successor: Partner, rows: list[Subscription], now: datetime) -> set[UUID]:
    """Return which of these subscriptions' customers the successor administers, held until the transaction ends."""
    held = DelegatedAdmin.objects.in_force(now).filter(
        granting__in={row.customer_id for row in rows}, holder=successor.pk
    )
    return set(held.select_for_update(no_key=True).order_by("pk").values_list("granting", flat=True))


def _save(rows: list[Subscription], column: str) -> None:
    for row in rows:
        row.version += 1
    Subscription.objects.bulk_update(rows, [column, "version"])


def _record(row: Subscription, partnership: Partnership, *, actor: Actor, now: datetime, column: str) -> None:
    """Put on record who was there before and who is there now."""
    after = getattr(row, f"{column}_id")
    record(
        actor=actor,
        now=now,
        verb=f"subscription.{column}_set",
        subject=row,
        before=str(partnership.reseller_id),
        after=str(after) if after else None,
        partnership=str(partnership.pk),
    )
