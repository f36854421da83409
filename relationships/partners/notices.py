"""What a partner's people are told about its account."""

from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import register_notice


def register() -> None:
    """Declare the words of the notices."""
    register_notice("partner.suspended", _("The account of {partner} is suspended: existing business goes on."))
    register_notice("partner.reactivated", _("The account of {partner} is active again."))
