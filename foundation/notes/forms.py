"""Writing a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.notes.models import Note
from foundation.ui.forms import PortalForm


class NoteForm(PortalForm):
    """A text."""

    text = forms.CharField(
        label=_("New note"),
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by your company only."),
    )
