"""What a reseller's Global admins are told inside the portal."""

from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import register_notice

NUDGED = "agreement.nudged"


def register() -> None:
    """Declare the words of the notice."""
    register_notice(NUDGED, _("{provider} asks you to sign the Microsoft Partner Agreement."))
