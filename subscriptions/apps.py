"""The subscriptions floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    """Catalogue, orders and subscriptions."""

    name = "subscriptions"
    verbose_name = _("Catalogue, orders and subscriptions")

    def ready(self) -> None:
        """Declare permissions, rules, menu items and notices."""
        from subscriptions import menu, permissions, rules  # noqa: F401  importing the rules registers them
        from subscriptions.ordering import notices

        permissions.register()
        menu.register()
        notices.register()
