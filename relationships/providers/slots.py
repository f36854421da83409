"""Where upper floors show something on a provider's page."""

from foundation.ui.slots import Slot
from relationships.partnerships.models import Partnership

PROVIDER_PANELS: Slot[Partnership] = Slot("relationships.provider.panels")
"""Panels under the provider's profile."""
