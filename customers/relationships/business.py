"""What the floor above knows of a relationship with a customer: what still runs, and letting go of it (R65, R66)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from customers.accounts.models import Customer
from foundation.organisations.actor import Actor


class LetGo(Protocol):
    """Takes partners off what they hold for a customer of this seller, when their relationship with it ends."""

    def __call__(
        self, *, actor: Actor, now: datetime, customer: Customer, seller_id: UUID, partner_ids: Collection[UUID]
    ) -> None:
        """Do it, in the caller's transaction, which has locked the customer."""


@dataclass(frozen=True)
class Business:
    """`running` counts what keeps a seller's relationship with a customer from being removed."""

    running: Callable[[UUID, UUID], int]
    let_go: LetGo


_all: list[Business] = []


def register_business(business: Business) -> None:
    """Add what a floor above knows, from its `apps.py`."""
    _all.append(business)


def running(*, seller_id: UUID, customer_id: UUID) -> int:
    """Return how much of this seller's business with the customer is active."""
    return sum(each.running(seller_id, customer_id) for each in _all)


def let_go(*, actor: Actor, now: datetime, customer: Customer, seller_id: UUID, partner_ids: Collection[UUID]) -> None:
    """Take these partners off what they hold for the customer."""
    for each in _all:
        each.let_go(actor=actor, now=now, customer=customer, seller_id=seller_id, partner_ids=partner_ids)
