"""The floor's operators' pages, for Django admin."""

from customers.accounts.admin import BillingProfileAdmin, CustomerAdmin, TagAdmin
from customers.agreements.admin import CustomerAgreementAdmin
from customers.relationships.admin import CustomerRelationshipAdmin

__all__ = ["BillingProfileAdmin", "CustomerAdmin", "CustomerAgreementAdmin", "CustomerRelationshipAdmin", "TagAdmin"]
