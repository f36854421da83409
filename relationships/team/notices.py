"""What people are told about their team."""

from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import register_notice


def register() -> None:
    """Declare the words of the notices."""
    register_notice("team.joined", _("{person} has joined {company}."))
