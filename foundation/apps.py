"""The lowest floor: what any portal needs. Nothing here knows what a reseller is."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Accounts, organisations, places, mail, audit, rules, lists and the user interface."""

    name = "foundation"
    verbose_name = _("Accounts, mail and audit")

    def ready(self) -> None:
        """Make known which links mails may carry, and the rules."""
        from foundation.accounts import links
        from foundation.saved_filters import rules  # noqa: F401  importing the rules registers them

        links.register()
