"""Which companies are end customers of which partners: the floor above knows and says so here (R31)."""

from collections.abc import Callable, Collection
from uuid import UUID

Pairs = Callable[[Collection[UUID], Collection[UUID]], set[tuple[UUID, UUID]]]

_answers: list[Pairs] = []


def register_end_customers(answer: Pairs) -> None:
    """Add who knows: for sellers and tenants it returns which (seller, tenant) are seller and end customer."""
    _answers.append(answer)


def end_customers_among(seller_ids: Collection[UUID], tenant_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of these tenants are end customers of which of these sellers, as (seller, tenant)."""
    if not seller_ids or not tenant_ids:
        return set()
    return {pair for answer in _answers for pair in answer(seller_ids, tenant_ids)}


def is_end_customer(seller_id: UUID, tenant_id: UUID) -> bool:
    """Say whether a tenant is an end customer of a seller."""
    return bool(end_customers_among([seller_id], [tenant_id]))
