"""Giving the customers that a provider serves through one reseller to another, or to none."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from customers.accounts.models import Customer
from customers.relationships.end_customers import relatives_of
from customers.relationships.models import CustomerRelationship
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from relationships.endings.impact import Moved
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.partnerships.services import count_customers


def left_with(partnership: Partnership) -> QuerySet[CustomerRelationship]:
    """Return the provider's relationships that name the reseller; of an ended one, those from before its end."""
    rows = CustomerRelationship.objects.filter(
        partner=partnership.provider_id, reseller=partnership.reseller_id, ended_at=None
    )
    return rows.filter(created_at__lte=partnership.ended_at) if partnership.ended_at else rows


def move_customers(
    *, actor: Actor, now: datetime, partnership: Partnership, successor: Partner | None, size: int
) -> Moved:
    """Make `successor` (or nobody) the reseller of at most `size` customers.

    The provider's row names the successor, the old reseller's row ends, and the successor gets one of its own. A
    customer of the successor's own organisation becomes the provider's (R30).
    Subscriptions, support contacts and admin rights stay as they are (R62).
    """
    wanted = list(left_with(partnership).values_list("customer", flat=True)[:size])
    customers = Customer.objects.select_related("tenant").select_for_update(of=("self",), no_key=True)
    names = {customer.pk: customer for customer in customers.filter(pk__in=wanted).order_by("pk")}
    locked = left_with(partnership).select_for_update(of=("self",), no_key=True).filter(customer__in=names)
    rows = list(locked.order_by("pk"))
    ids = [row.customer_id for row in rows]
    relatives = relatives_of(successor.pk, ids) if successor else set()
    taken = [row for row in rows if successor and row.customer_id not in relatives]
    CustomerRelationship.objects.filter(pk__in=[row.pk for row in rows]).update(reseller=None)
    CustomerRelationship.objects.filter(pk__in=[row.pk for row in taken]).update(reseller=successor)
    CustomerRelationship.objects.filter(
        customer__in=ids, partner=partnership.reseller_id, through=partnership.provider_id, ended_at=None
    ).update(ended_at=now, ended_by=actor.name)
    count_customers(provider_id=partnership.provider_id, reseller_id=partnership.reseller_id, change=-len(rows))
    if successor:
        count_customers(provider_id=partnership.provider_id, reseller_id=successor.pk, change=len(taken))
        _open_for(successor, taken, partnership, now)
    heirs = {row.customer_id: str(successor.pk) for row in taken if successor}
    for key in ids:
        record(
            actor=actor,
            now=now,
            verb="customer.reseller_changed",
            subject=names[key],
            provider=str(partnership.provider_id),
            before=str(partnership.reseller_id),
            after=heirs.get(key),
            partnership=str(partnership.pk),
        )
    return Moved(moved=len(rows) - len(relatives), kept=len(relatives))


def _open_for(
    successor: Partner, rows: Iterable[CustomerRelationship], partnership: Partnership, now: datetime
) -> None:
    """Write the successor's own relationships through the provider, where it has none yet."""
    found = CustomerRelationship.objects.filter(
        customer__in=[row.customer_id for row in rows],
        partner=successor,
        through=partnership.provider_id,
        ended_at=None,
    )
    there: set[UUID] = set(found.values_list("customer", flat=True))
    CustomerRelationship.objects.bulk_create(
        CustomerRelationship(
            customer_id=row.customer_id,
            partner=successor,
            through_id=partnership.provider_id,
            sort_name=row.sort_name,
            created_at=now,
            next_renewal=row.next_renewal,
        )
        for row in rows
        if row.customer_id not in there
    )
