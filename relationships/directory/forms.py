"""What a provider fills in to be found."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import Fieldset, PortalForm
from relationships.directory.models import ProviderListing


class ListingForm(PortalForm):
    """A provider's listing."""

    is_shown = forms.BooleanField(
        label=_("Show us in the directory"),
        required=False,
        help_text=_("Resellers of your region then find you under Find a provider and can ask you for a partnership."),
    )
    headline = forms.CharField(
        label=_("Headline"), max_length=120, help_text=_("What you are good at, in one line under your name.")
    )
    description = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    contact_address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        required=False,
        help_text=_(
            "Shown to resellers; requests of resellers are mailed to it. Without it your Global admins get them."
        ),
    )

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset(_("Directory"), ("is_shown",)),
        Fieldset(_("What resellers read"), ("headline", "description", ("website", "contact_address"))),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, listing: ProviderListing | None) -> None:
        super().__init__(data)
        self.initial = {name: getattr(listing, name) for name in self.fields} if listing else {}

    def show_stored(self, current: ProviderListing) -> None:
        """Show beside each field what somebody else has stored meanwhile, where it differs from what was typed."""
        now = {name: getattr(current, name) for name in self.fields}
        self.stored = {name: _in_words(value) for name, value in now.items() if value != self.cleaned_data[name]}
        text = _("Somebody has changed this listing meanwhile. Sending it again overwrites their changes.")
        self.add_error(None, text)


def _in_words(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(_("Listed") if value else _("Not listed"))
    return value or str(_("nothing"))
