"""The questions of *Which role fits you?*."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm
from partnercenter.guide.fitting import QUESTIONS

ANSWERS = (("yes", _("Yes")), ("no", _("No")))


class FittingForm(PortalForm):
    """Yes or no to each question; never bound: what is not yes is no."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(initial={name: "yes" if given.get(name) == "yes" else "no" for name in QUESTIONS})
        for name, label in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=str(label), choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
