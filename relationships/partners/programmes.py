"""The programmes a partner can be enrolled in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.TextChoices):
    """The three transacting roles of source 003."""

    INDIRECT_PROVIDER = "indirect_provider", _("Indirect provider")
    INDIRECT_RESELLER = "indirect_reseller", _("Indirect reseller")
    DIRECT_BILL = "direct_bill", _("Direct-bill partner")
