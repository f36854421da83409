"""The customers floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Declare permissions, rules, menu items and notices."""
        from customers import menu, permissions, rules  # noqa: F401  importing the rules registers them
        from customers.adding import notices

        permissions.register()
        menu.register()
        notices.register()
