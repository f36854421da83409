"""The form of *Supported transactions*: asked with GET, so that a situation can be bookmarked and sent on."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import Fieldset, PortalForm
from partnercenter.advisor.choices import CHOICES, REGIONS


class AdvisorForm(PortalForm):
    """Every part of a situation, filled with the answers that hold. It is never bound: nonsense became a default.

    `regions` are names by key, `companies` names of companies on record by id (none for a reader without a partner).
    """

    a = forms.ChoiceField(label=_("Take A from your records"), required=False)
    b = forms.ChoiceField(label=_("Take B from your records"), required=False)

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset(_("Intention"), ("want",)),
        Fieldset(_("A: the seller or provider"), ("a", ("a_kind", "a_region"), ("a_state", "a_mpa"))),
        Fieldset(
            _("B: the reseller"), ("b", ("b_kind", "b_region"), ("b_state", "b_mpa"), "tie"), _("Where there is one.")
        ),
        Fieldset(
            _("C: the customer"),
            (("c_kind", "c_region"), ("c_tenant", "c_tie"), ("c_agreed", "bought"), "c_admin"),
            _("For everything but a partnership of A and B."),
        ),
    )

    def __init__(self, answers: Mapping[str, str], *, regions: Mapping[str, str], companies: Mapping[str, str]) -> None:
        super().__init__(initial=dict(answers), auto_id="id_%s")
        for name, choice in CHOICES.items():
            self.fields[name] = forms.ChoiceField(label=str(choice.label), choices=list(choice.options.items()))
        for name, label in REGIONS.items():
            self.fields[name] = forms.ChoiceField(label=str(label), choices=list(regions.items()))
        for name in ("a", "b"):
            if not companies:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.choices = [("", _("As described below")), *companies.items()]  # type: ignore[attr-defined]
            field.help_text = _("What is on record about a company counts, whatever is chosen below.")
        for field in self.fields.values():
            field.required = False  # Every part has a default; nothing needs a mark.
