"""The floor's items in the *Dashboard* menu."""

from django.utils.translation import gettext_lazy as _

from foundation.ui.menu import MenuItem, register as register_item

ITEMS = (
    MenuItem(_("Indirect resellers"), "resellers", "resellers", "resellers.view", 20),
    MenuItem(_("Indirect providers"), "providers", "providers", "providers.view", 30),
    MenuItem(_("Find a provider"), "directory", "search", "directory.view", 35),
    MenuItem(_("Directory listing"), "own_listing", "globe", "listing.view", 65),
    MenuItem(_("Team"), "team", "people", "team.view", 70),
    MenuItem(_("Account settings"), "account_settings", "settings", "billing_profile.view", 75),
    MenuItem(_("Partner agreement"), "agreement", "agreement", "agreement.view", 80),
    MenuItem(_("Enrolment"), "enrolment", "clock", "enrolment.view", 90),
)


def register() -> None:
    """Add the items."""
    for item in ITEMS:
        register_item(item)
