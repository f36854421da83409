"""Whether a customer has agreed."""

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.agreements.rules import Consent


def is_agreed(customer: Customer) -> bool:
    """Say whether an agreement of this customer is on record."""
    return CustomerAgreement.objects.filter(customer=customer, state=CustomerAgreement.State.ATTESTED).exists()


def consent_of(customer: Customer) -> Consent:
    """Return the facts of a customer's consent, in one query."""
    return Consent(customer.name, is_agreed(customer))
