"""The floor's items in the *Dashboard* menu."""

from django.utils.translation import gettext_lazy as _

from foundation.ui.menu import MenuItem, register as register_item


def register() -> None:
    """Add the catalogue, and for a customer's admin its own account."""
    register_item(
        MenuItem(
            label=_("Reseller performance"),
            url_name="performance",
            icon="sort",
            permission="performance.view",
            order=25,
        )
    )
    register_item(
        MenuItem(label=_("Catalog"), url_name="catalogue", icon="catalogue", permission="catalogue.view", order=40)
    )
    register_item(
        MenuItem(
            label=_("Account"), url_name="own_account", icon="organisation", permission="own_account.view", order=10
        )
    )
