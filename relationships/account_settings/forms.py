"""The form of the global MPN ID."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm


class GlobalIdForm(PortalForm):
    """The number; what may be one is the rules' business."""

    mpn_id = forms.CharField(
        label=_("Global MPN ID"),
        max_length=10,
        help_text=_("Five to ten digits. It names the whole company and is never used in transactions."),
    )
