"""The floor's models, for Django's registry."""

from customers.accounts.models import BillingProfile, Customer, Tag
from customers.agreements.models import CustomerAgreement
from customers.relationships.models import CustomerRelationship

__all__ = ["BillingProfile", "Customer", "CustomerAgreement", "CustomerRelationship", "Tag"]
