"""A mail's fate in words, shown beside the business state and apart from it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation import clock
from foundation.mail.models import OutgoingMail


def delivery_state(mail: OutgoingMail) -> str:
    """Return where this mail stands, in the reader's language and zone; a function of the row alone, without a query.

    "Sent" means handed to the mail server: nobody can promise more.
    """
    match mail.state:
        case OutgoingMail.State.SENT:
            return _("Sent · handed to the mail server %(time)s") % {"time": _short(mail.sent_at)}
        case OutgoingMail.State.RETRYING:
            return _("Trying again at %(time)s: %(reason)s") % {
                "time": _short(mail.next_attempt_at),
                "reason": mail.get_reason_display(),
            }
        case OutgoingMail.State.FAILED:
            return _("Not delivered: %(reason)s") % {"reason": mail.get_reason_display()}
        case OutgoingMail.State.CANCELLED if mail.reason:
            return _("Cancelled: %(reason)s") % {"reason": mail.get_reason_display()}
        case OutgoingMail.State.CANCELLED:
            return _("Cancelled")
        case OutgoingMail.State.SENDING:
            return _("Being sent")
        case _other:
            return _("Waiting to be sent")


def _short(moment: datetime | None) -> str:
    """Return the time of day, with the date before it on any other day than today."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    time_of_day = date_format(local, "H:i")
    if local.date() == timezone.localtime(clock.now()).date():
        return time_of_day
    return f"{date_format(local, 'j M')}, {time_of_day}"
