"""The two answers to a partnership request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm


class AcceptForm(PortalForm):
    """The tick without which nothing is accepted (R12)."""

    ticked = forms.BooleanField(
        label=_("I have read what accepting means, and I authorize the indirect provider."),
        error_messages={"required": _("Tick the box to authorize the indirect provider.")},
    )


class DeclineForm(PortalForm):
    """Why not."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The provider sees it. You may leave it empty."),
    )
