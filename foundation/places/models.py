"""Countries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.Model):
    """A country by its ISO 3166-1 alpha-2 code; `places.names` gives its name in the reader's language."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("English name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
