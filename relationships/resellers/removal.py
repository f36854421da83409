"""*Remove partnership* in the list of resellers, and what a reseller's page says about ends."""

from django.utils.translation import gettext_lazy as _

from foundation.lists import Column, per_row
from relationships.endings.panels import ends_badge, panel_for, remove_reseller
from relationships.resellers.lists import RESELLERS
from relationships.resellers.slots import RESELLER_PANELS


def register() -> None:
    """Add both."""
    RESELLERS.extend(
        columns=[Column("partnership", _("Partnership"), value=ends_badge, shown=False)],
        row_actions=[per_row(remove_reseller)],
    )
    RESELLER_PANELS.fill(panel_for)
