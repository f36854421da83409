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
        from customers.directory import partner_actions

        permissions.register()
        menu.register()
        notices.register()
        partner_actions.register()
