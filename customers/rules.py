"""The floor's rules, gathered so that each is registered when the project starts."""

from customers.adding import rules as adding
from customers.admin_users import rules as admin_users
from customers.agreements import rules as agreements
from customers.naming import company_names, domains, emails
from customers.relationships import rules as relationships

__all__ = ["adding", "admin_users", "agreements", "company_names", "domains", "emails", "relationships"]
