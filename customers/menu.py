"""The floor's items in the *Dashboard* menu."""

from django.utils.translation import gettext_lazy as _

from foundation.ui.menu import MenuItem, register as register_item


def register() -> None:
    """Add the list of customers."""
    register_item(
        MenuItem(label=_("Customers"), url_name="customers", icon="customers", permission="customers.view", order=10)
    )
