"""A provider's own words for the mails that ask for a partnership."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relationships.partners.models import Partner
from relationships.request_templates.querysets import RequestTemplateQuerySet


class RequestTemplate(models.Model):
    """Subject and text in one language, with `{company}`, `{link}` and the like where they are filled in.

    Without words it was reset: the standard text holds. The row stays, so that its version goes on counting.
    """

    provider = models.ForeignKey(Partner, models.PROTECT, related_name="request_templates")
    language = models.CharField(_("language of the mail"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254)
    version = models.PositiveIntegerField(default=1)

    objects = RequestTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a request")
        verbose_name_plural = _("templates of requests")
        constraints = [
            models.UniqueConstraint(fields=("provider", "language"), name="template_once_per_language"),
            models.CheckConstraint(
                condition=Q(subject="", text="") | (~Q(subject="") & ~Q(text="")), name="template_with_words_or_reset"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} · {self.language}"
