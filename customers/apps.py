"""The customers floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Declare permissions, rules, menu items, notices and actions in lists below."""
        from customers import menu, permissions, rules  # noqa: F401  importing the rules registers them
        from customers.adding import notices
        from customers.directory import partner_actions, partner_panels
        from customers.relationships import impact, notices as relationship_notices
        from customers.relationships.end_customers import end_customer_pairs
        from relationships.partnerships.end_customers import register_end_customers

        permissions.register()
        menu.register()
        notices.register()
        partner_actions.register()
        partner_panels.register()
        relationship_notices.register()
        impact.register()
        register_end_customers(end_customer_pairs)
