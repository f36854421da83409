"""The forms of a reseller's request and of the provider's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm


class AskForm(PortalForm):
    """What the reseller says, and the tick of R12."""

    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The provider reads it with your request. You may leave it empty."),
    )
    ticked = forms.BooleanField(
        label=_("I have read what accepting means, and I authorize the indirect provider if it accepts."),
        error_messages={"required": _("Tick the box to ask for a partnership.")},
    )


class ReasonForm(PortalForm):
    """Why the provider does not want to."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reseller sees it. You may leave it empty."),
    )
