"""Whether a customer has agreed."""

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement


def is_agreed(customer: Customer) -> bool:
    """Say whether an agreement of this customer is on record."""
    return CustomerAgreement.objects.attested(customer)
