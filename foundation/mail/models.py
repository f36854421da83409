"""The outbox: mails that services have decided on. Workers send them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.mail.querysets import OutgoingMailQuerySet


class OutgoingMail(models.Model):
    """One mail to one address.

    Bodies keep the placeholder `{link}`; the link itself is made from `link_kind` and `link_args` while sending, so
    that no token is ever stored. `message_id` is stable, which makes a repeat recognisable.
    """

    class State(models.TextChoices):
        """Where a mail stands."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        RETRYING = "retrying", _("Retrying")
        FAILED = "failed", _("Not delivered")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        """Why the last attempt did not get a mail out; the server's own words are in `last_error`."""

        MAILBOX = "mailbox", _("mailbox unavailable")
        FULL = "full", _("mailbox full")
        REFUSED = "refused", _("refused by the mail server")
        BUSY = "busy", _("the mail server asks to come back later")
        UNREACHABLE = "unreachable", _("the mail server does not answer")
        NOT_ADMITTED = "not_admitted", _("the mail server does not admit the portal")
        INTERRUPTED = "interrupted", _("sending was interrupted")
        UNWRITABLE = "unwritable", _("the address or the text cannot be sent by mail")
        DEAD_LINK = "dead_link", _("its link no longer works")

    OPEN = (State.QUEUED, State.RETRYING)
    """States in which a mail waits to be sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    to_address = models.EmailField(_("to"), max_length=254)
    reply_to = models.EmailField(_("reply to"), max_length=254, blank=True)
    from_name = models.CharField(_("sender's name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    link_kind = models.CharField(max_length=40, blank=True)
    link_args = models.JSONField(default=dict, blank=True)
    about_type = models.CharField(_("about"), max_length=60, blank=True)
    about_id = models.CharField(_("about id"), max_length=64, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"))
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True)
    sent_at = models.DateTimeField(_("handed to the mail server"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(
                fields=("next_attempt_at", "id"),
                condition=models.Q(state__in=("queued", "retrying")),
                name="mail_due",
            ),
            models.Index(fields=("claimed_at",), condition=models.Q(state="sending"), name="mail_in_a_workers_hands"),
            models.Index(fields=("about_type", "about_id", "-created_at"), name="mail_about"),
            models.Index(fields=("to_address", "-created_at"), name="mail_to_address"),
            models.Index(fields=("-created_at", "-id"), name="mail_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="mail_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", claimed_at__isnull=False) | ~models.Q(state="sending"),
                name="mail_sending_has_a_claim",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("queued", "retrying"), next_attempt_at__isnull=False)
                | ~models.Q(state__in=("queued", "retrying")),
                name="mail_waiting_has_a_next_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"
