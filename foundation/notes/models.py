"""Notes that a company keeps for itself about something it works with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.notes.querysets import NoteQuerySet
from foundation.organisations.models import Tenant
from foundation.users.models import User


class Note(models.Model):
    """A note about an object, named as the audit names it. Seen by the company that wrote it, by nobody else."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=64)
    text = models.TextField(_("note"), max_length=2000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(
                fields=("tenant", "about_type", "about_id", "-written_at", "-id"),
                condition=models.Q(removed_at=None),
                name="note_about",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about_type} {self.about_id}"
