"""The subscriptions floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    """Catalogue, orders and subscriptions."""

    name = "subscriptions"
    verbose_name = _("Catalogue, orders and subscriptions")

    def ready(self) -> None:
        """Declare permissions, rules, menu items, notices and parts of pages below."""
        from subscriptions import menu, permissions, rules  # noqa: F401  importing the rules registers them
        from subscriptions.onboarding import actions
        from subscriptions.ordering import notices
        from subscriptions.subscriptions import customer_pages

        permissions.register()
        menu.register()
        notices.register()
        actions.register()
        customer_pages.register()
