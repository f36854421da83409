"""The audit: what was done, by whom, to what. Append-only; the database itself refuses UPDATE and DELETE."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One fact. It has no foreign keys: ids and names are copied, so that nothing that changes later changes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"))
    verb = models.CharField(_("verb"), max_length=60)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(_("by"), max_length=254)
    actor_tenant_id = models.UUIDField(null=True)
    actor_tenant_name = models.CharField(_("for"), max_length=200, blank=True)
    subject_type = models.CharField(_("kind of object"), max_length=60)
    subject_id = models.CharField(_("object id"), max_length=64)
    subject_name = models.CharField(_("object"), max_length=254)
    data = models.JSONField(_("data"), default=dict)
    request_id = models.CharField(_("request"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=("-at", "-id"), name="audit_by_time"),
            models.Index(fields=("subject_type", "subject_id", "-at"), name="audit_by_subject"),
            models.Index(fields=("actor_tenant_id", "-at"), name="audit_by_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.subject_name}"
