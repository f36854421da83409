"""The roof's items in the *Dashboard* menu."""

from django.utils.translation import gettext_lazy as _

from foundation.ui.menu import MenuItem, register as register_item

ITEMS = (
    MenuItem(_("Home"), "home", "home", order=0),
    MenuItem(_("Supported transactions"), "advisor", "question", order=94),
    MenuItem(_("Work with other partners"), "work_with_partners", "partners", order=96),
)


def register() -> None:
    """Add the items: everybody has them."""
    for item in ITEMS:
        register_item(item)
