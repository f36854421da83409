"""The forms of a partnership's end."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import DayInput, PortalForm
from relationships.endings.impact import takeovers
from relationships.endings.services import Wish
from relationships.endings.successors import KEEP, NOBODY, Choices

AT_ONCE, ON_A_DAY = "at_once", "on_a_day"


class ReassignmentForm(PortalForm):
    """Who takes over each kind; `choices` by kind are those of `successors.choices_for`.

    `chosen` is what is chosen already, as an end keeps it.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choices: Mapping[str, Choices],
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        kinds = takeovers()
        present = {key: to or NOBODY for key, to in (chosen or {}).items()}
        for key, offered in choices.items():
            partly = _("A reseller can take those whose customers it administers. The others go to the provider.")
            self.fields[f"to_{key}"] = forms.ChoiceField(
                label=str(kinds[key].question),
                choices=offered,
                initial=present.get(key, KEEP),
                required=False,
                help_text=partly if kinds[key].fitting else "",
                error_messages={"invalid_choice": _("This reseller cannot take it over. Choose another one.")},
            )

    @property
    def reassignment(self) -> dict[str, UUID | None]:
        """What was chosen, kinds that stay as they are left out."""
        chosen = {key: self.cleaned_data.get(f"to_{key}") or KEEP for key in takeovers()}
        return {key: None if to == NOBODY else UUID(to) for key, to in chosen.items() if to != KEEP}


class EndForm(ReassignmentForm):
    """Why, when, what becomes of the reseller's part (asked from the provider), and the name where much hangs on it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both companies read it, now and later."),
    )
    when = forms.ChoiceField(
        label=_("When does the partnership end?"),
        widget=forms.RadioSelect,
        choices=[(AT_ONCE, _("At once")), (ON_A_DAY, _("On a day, which can be taken back until then"))],
        initial=AT_ONCE,
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DayInput,
        help_text=_(
            "At most 365 days ahead. It ends as this day begins, in your time zone. Until then everything goes on, new "
            "business included."
        ),
    )
    name_typed = forms.CharField(required=False, max_length=200)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choices: Mapping[str, Choices],
        chosen: Mapping[str, str] | None = None,
        other: str,
        name_needed: bool,
    ) -> None:
        super().__init__(data, choices=choices, chosen=chosen)
        name = self.fields.pop("name_typed")
        if name_needed:
            name.label = _("Name of the other company")
            name.help_text = _("Much hangs on this partnership. Type “{other}” to confirm.").format(other=other)
            name.required = True
            self.fields["name_typed"] = name

    def clean(self) -> dict[str, Any] | None:
        """Ask for the day where one is wanted."""
        if self.cleaned_data.get("when") == ON_A_DAY and not self.cleaned_data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day, or let the partnership end at once."))
        return self.cleaned_data

    @property
    def wish(self) -> Wish:
        """What was entered."""
        day: date | None = self.cleaned_data["day"] if self.cleaned_data["when"] == ON_A_DAY else None
        return Wish(
            reason=self.cleaned_data["reason"],
            day=day,
            reassignment=self.reassignment,
            name_typed=self.cleaned_data.get("name_typed", ""),
        )
