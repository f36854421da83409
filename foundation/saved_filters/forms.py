"""Naming a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.saved_filters.models import SavedFilter
from foundation.ui.forms import PortalForm


class NameForm(PortalForm):
    """A name."""

    name = forms.CharField(label=_("Name"), max_length=SavedFilter._meta.get_field("name").max_length)
