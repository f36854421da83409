"""*Remove partnership* in the list of providers, and what a provider's page says about ends."""

from django.utils.translation import gettext_lazy as _

from foundation.lists import Column, per_row
from relationships.endings.panels import ends_badge, panel_for, remove_provider
from relationships.providers.lists import PROVIDERS
from relationships.providers.slots import PROVIDER_PANELS


def register() -> None:
    """Add both."""
    PROVIDERS.extend(
        columns=[Column("partnership", _("Partnership"), value=ends_badge, shown=False)],
        row_actions=[per_row(remove_provider)],
    )
    PROVIDER_PANELS.fill(panel_for)
