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
        from subscriptions.onboarding import actions, impact as draft_impact, reseller_abilities
        from subscriptions.ordering import notices
        from subscriptions.performance import notices as performance
        from subscriptions.subscriptions import customer_business, customer_pages, impact, partner_panels

        permissions.register()
        menu.register()
        notices.register()
        performance.register()
        actions.register()
        reseller_abilities.register()
        partner_panels.register()
        customer_pages.register()
        customer_business.register()
        impact.register()
        draft_impact.register()
