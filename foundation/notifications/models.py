"""Notices to people inside the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.notifications.kinds import wording
from foundation.notifications.querysets import NotificationQuerySet
from foundation.organisations.models import Tenant
from foundation.users.models import User


class Notification(models.Model):
    """A notice to one person in one tenant; its kind and parameters are put into words when shown."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(_("parameters"), default=dict)
    url = models.CharField(_("leads to"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=("user", "tenant", "-created_at", "-id"), name="notice_by_reader"),
            models.Index(fields=("user", "tenant"), condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.user}"

    @property
    def text(self) -> str:
        """What the notice says, in the reader's language."""
        return wording(self.kind, self.params)
