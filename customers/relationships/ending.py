"""Ending a relationship with a customer: off the list, off the support contacts, admin gone (R65, R66)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from customers.accounts.models import Customer
from customers.relationships.business import let_go, running
from customers.relationships.models import CustomerRelationship
from customers.relationships.notices import tell_others
from customers.relationships.rules import Removal, nothing_runs
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partnerships.services import count_customers, hold_partnerships


@transaction.atomic
def end_relationship(*, actor: Actor, now: datetime, relationship: CustomerRelationship) -> CustomerRelationship:
    """End a partner's relationship with a customer. Nothing if it has ended already.

    The association of a customer with a reseller stands in two rows: when the provider goes, the reseller's
    relationship through it ends too; when the reseller goes, the provider's names nobody any more. Whoever has no
    relationship with the customer left loses its admin rights there and is no support contact; no order is possible
    (R45). Raises Refused while something is active.
    """
    seller_id = relationship.through_id or relationship.partner_id
    resellers = [relationship.partner_id if relationship.through_id else relationship.reseller_id]
    hold_partnerships(provider_id=seller_id, reseller_ids=resellers)
    with_tenant = Customer.objects.select_related("tenant").select_for_update(of=("self",), no_key=True)
    customer = with_tenant.get(pk=relationship.customer_id)
    rows = _locked(customer)
    row = next((each for each in rows if each.pk == relationship.pk), None)
    if row is None:
        relationship.refresh_from_db()
        return relationship
    enforce([nothing_runs], removal_of(row))
    ended = [each for each in rows if each is row or (row.through_id is None and each.through_id == row.partner_id)]
    _end(ended, actor, now)
    _name_nobody(row, rows)
    left = {each.partner_id for each in rows if each not in ended}
    gone = {each.partner_id for each in ended} - left
    let_go(actor=actor, now=now, customer=customer, seller_id=seller_id, partner_ids=gone)
    held = DelegatedAdmin.objects.filter(granting=customer.pk, holder__in=gone, ended_at=None)
    for delegation in held.order_by("pk"):
        revoke(actor=actor, now=now, delegation=delegation)
    partners = sorted(str(each.partner_id) for each in ended)
    record(actor=actor, now=now, verb="customer.relationship_ended", subject=customer, partners=partners)
    tell_others(now=now, row=row, rows=rows, ended=ended)
    return row


def removal_of(relationship: CustomerRelationship) -> Removal:
    """Return the facts of a relationship that somebody wants to remove (its partner, provider and customer loaded)."""
    seller_id = relationship.through_id or relationship.partner_id
    return Removal(
        customer=relationship.customer.name,
        seller=(relationship.through or relationship.partner).name,
        running=running(seller_id=seller_id, customer_id=relationship.customer_id),
    )


def _locked(customer: Customer) -> list[CustomerRelationship]:
    """Return the customer's open relationships, locked in the order of their keys."""
    rows = CustomerRelationship.objects.filter(customer=customer, ended_at=None)
    locked = rows.select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("customer__tenant", "partner__tenant", "through__tenant").order_by("pk"))


def _end(rows: list[CustomerRelationship], actor: Actor, now: datetime) -> None:
    for each in rows:
        each.ended_at, each.ended_by = now, actor.name
        each.save(update_fields=["ended_at", "ended_by"])


def _name_nobody(row: CustomerRelationship, rows: list[CustomerRelationship]) -> None:
    """Let the provider's relationship name this reseller no more, and keep the number that both lists show."""
    named: UUID | None = row.reseller_id
    for each in rows:
        if row.through_id and each.partner_id == row.through_id and each.reseller_id == row.partner_id:
            named, each.reseller = row.partner_id, None
            each.save(update_fields=["reseller"])
    if named:
        count_customers(provider_id=row.through_id or row.partner_id, reseller_id=named, change=-1)
