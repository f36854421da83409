"""Searches, filters and orders of a list that a person has kept under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from foundation.saved_filters.querysets import SavedFilterQuerySet
from foundation.users.models import User


class SavedFilter(models.Model):
    """What stood in the address of a list, under a name of the person's own."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    list_key = models.CharField(_("list"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=1000, blank=True)
    saved_at = models.DateTimeField(_("saved"))

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=("user", "tenant", "list_key", "name"), name="saved_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
