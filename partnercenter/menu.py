"""The roof's item in the *Dashboard* menu."""

from django.utils.translation import gettext_lazy as _

from foundation.ui.menu import MenuItem, register as register_item


def register() -> None:
    """Add the home page."""
    register_item(MenuItem(label=_("Home"), url_name="home", icon="home", permission="", order=0))
