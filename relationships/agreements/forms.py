"""Signing the partner agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm


class SignForm(PortalForm):
    """The tick, and the version that was read."""

    agreed = forms.BooleanField(
        label=_("I have read the Partner Agreement and sign it for my company."),
        error_messages={"required": _("Tick the box to sign the agreement.")},
    )
    text_version = forms.CharField(max_length=20, widget=forms.HiddenInput)
