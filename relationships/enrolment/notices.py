"""What a company's people are told about its enrolments."""

from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import register_notice


def register() -> None:
    """Declare the words of the notices."""
    register_notice("enrolment.approved", _("The enrolment of {partner} has been approved."))
    register_notice("enrolment.rejected", _("The enrolment of {partner} was rejected: choose Fix now."))
