"""The outbox, for operators."""

from datetime import datetime

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.mail import services
from foundation.mail.models import OutgoingMail
from foundation.mail.state import delivery_state
from foundation.operations.filters import by_month
from foundation.operations.links import link_to
from foundation.operations.operation import Operation
from foundation.operations.records import RecordAdmin
from foundation.organisations.actor import Actor


def retry(*, actor: Actor, now: datetime, record: OutgoingMail) -> None:
    """Send it at once."""
    services.retry(actor=actor, now=now, mail=record)


def stop(*, actor: Actor, now: datetime, record: OutgoingMail) -> None:
    """Keep it from being sent."""
    services.abort(actor=actor, now=now, mail=record)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RecordAdmin):
    """Mails. Bodies show the placeholder of their link: the link itself is made while sending and stored nowhere."""

    list_display = ("created_at", "kind", "to_address", "subject", "fate", "attempts")
    list_display_links = ("created_at", "subject")
    list_filter = ("state", "reason", by_month("created_at", _("created")))
    search_fields = ("to_address__icontains", "subject__icontains", "kind__icontains", "message_id__exact")
    search_help_text = _("Address, subject, kind, Message-ID, or the whole id of the mail or of what it is about.")
    ordering = ("-created_at", "-pk")
    id_fields = ("pk", "about_id")
    fields = (
        "id",
        "kind",
        "about",
        "created_at",
        "fate",
        "state",
        "attempts",
        "next_attempt_at",
        "claimed_at",
        "sent_at",
        "reason",
        "last_error",
        "to_address",
        "reply_to",
        "from_name",
        "language",
        "message_id",
        "link_kind",
        "subject",
        "words",
        "markup",
    )
    readonly_fields = ("about", "fate", "words", "markup")
    operations = (
        Operation(
            "retry",
            _("Send now"),
            _("The mail is sent at once, with all its attempts before it again."),
            retry,
            offered=lambda record: record.state in ("failed", "retrying"),
        ),
        Operation(
            "stop",
            _("Stop"),
            _("The mail is not sent."),
            stop,
            offered=lambda record: record.state in OutgoingMail.OPEN,
        ),
    )

    @admin.display(description=_("where it stands"))
    def fate(self, mail: OutgoingMail) -> str:
        """Where it stands, in words."""
        return delivery_state(mail)

    @admin.display(description=_("about"))
    def about(self, mail: OutgoingMail) -> str:
        """What it is about."""
        return link_to(mail.about_type, mail.about_id, f"{mail.about_type} {mail.about_id}".strip() or "–")

    @admin.display(description=_("text"))
    def words(self, mail: OutgoingMail) -> str:
        """The text body as it is stored."""
        return format_html('<pre class="as-stored" tabindex="0">{}</pre>', mail.text)

    @admin.display(description=_("HTML source"))
    def markup(self, mail: OutgoingMail) -> str:
        """The HTML body as it is stored, shown and never run."""
        return format_html('<pre class="as-stored" tabindex="0">{}</pre>', mail.html)
