"""The two answers to a partnership request."""

from typing import Any

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
    """Why not, and whether that holds for good."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The provider sees it. You may leave it empty."),
    )
    block = forms.BooleanField(
        label=_("Block further requests from this provider"),
        required=False,
        help_text=_("It cannot ask you again. You can take that back under Indirect providers, Blocked providers."),
    )

    def __init__(self, *args: Any, may_block: bool, **kwargs: Any) -> None:
        """Offer the block to who may set one."""
        super().__init__(*args, **kwargs)
        if not may_block:
            del self.fields["block"]
