"""Opening relationships with customers, and the figures they carry."""

from datetime import date, datetime

from customers.accounts.models import Customer
from customers.relationships.models import NEVER, CustomerRelationship
from foundation.sorting import sort_name
from relationships.partners.models import Partner
from relationships.partnerships.services import count_customers


def open_relationships(
    *, now: datetime, customer: Customer, seller: Partner, reseller: Partner | None
) -> list[CustomerRelationship]:
    """Write the seller's relationship with a customer and, when it is added for a reseller, the reseller's own (R35).

    Called inside the transaction that writes the customer, with the partnership held.
    """
    key = sort_name(customer.name)[:200]
    rows = [CustomerRelationship(customer=customer, partner=seller, reseller=reseller, sort_name=key, created_at=now)]
    if reseller:
        rows.append(
            CustomerRelationship(customer=customer, partner=reseller, through=seller, sort_name=key, created_at=now)
        )
        count_customers(provider_id=seller.pk, reseller_id=reseller.pk, change=1)
    return CustomerRelationship.objects.bulk_create(rows)


def record_figures(
    *, customer: Customer, subscription_count: int, licence_count: int, next_renewal: date | None
) -> None:
    """Write what lists show and sort by, in the transaction that changes it.

    `next_renewal` is the first day of the next term, or None when nothing renews.
    """
    customer.subscription_count = subscription_count
    customer.licence_count = licence_count
    customer.next_renewal = next_renewal
    customer.save(update_fields=["subscription_count", "licence_count", "next_renewal"])
    CustomerRelationship.objects.filter(customer=customer, ended_at=None).update(next_renewal=next_renewal or NEVER)
