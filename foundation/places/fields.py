"""The address fields of forms: fitted to a country, checked by its rules. Whatever form has these fields uses this."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.places.addresses import address_rules, check_address, tidy_address

ADDRESS = ("address_line1", "address_line2", "city", "state", "postal_code")
"""Names of the fields an address form has."""


def fit_address(form: forms.Form, country: str) -> None:
    """Have a form ask for what addresses of the country have, in its own words; other fields go."""
    rules = address_rules(country)
    for name in ("city", "state", "postal_code"):
        if name not in rules.uses:
            del form.fields[name]
            continue
        form.fields[name].label = str(rules.label(name))
        form.fields[name].required = name in rules.required
        form.fields[name].error_messages["required"] = str(rules.words[name].enter)
    if "state" in rules.uses and rules.states and rules.states_are_closed:
        choices = [("", _("Choose …")), *rules.state_choices()]
        old = form.fields["state"]
        form.fields["state"] = forms.ChoiceField(label=old.label, required=old.required, choices=choices)


def clean_address(form: forms.Form, country: str, cleaned: dict[str, Any]) -> dict[str, str]:
    """Return the address as it is stored; what is wrong with it stands beside its fields."""
    typed = {name: cleaned.get(name, "") for name in ADDRESS}
    for name, message in check_address(country, typed).items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, message)
    return tidy_address(country, typed)
