"""Where upper floors show something on a reseller's page."""

from foundation.ui.slots import Slot
from relationships.partnerships.models import Partnership

RESELLER_PANELS: Slot[Partnership] = Slot("relationships.reseller.panels")
"""Panels under the reseller's profile."""
