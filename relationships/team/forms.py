"""The forms of the team page."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from foundation.rules import Text
from foundation.ui.forms import Fieldset, PortalForm
from foundation.users.models import User
from relationships.partners.roles import DESCRIPTIONS, LABELS, rank_of


def role_choices(own_roles: Iterable[str], present: Iterable[str] = ()) -> list[tuple[str, Text]]:
    """Return the roles that somebody with `own_roles` may give, and those that are there already, with their labels."""
    highest, kept = rank_of(own_roles), set(present)
    return [(key, label) for key, label in LABELS.items() if rank_of([key]) <= highest or key in kept]


class RolesForm(PortalForm):
    """Which roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, *args: Any, own_roles: Iterable[str], present: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = role_choices(own_roles, present)
        cast(forms.MultipleChoiceField, self.fields["roles"]).choices = [
            (key, f"{label}: {DESCRIPTIONS[key]}") for key, label in offered
        ]


class InviteForm(RolesForm):
    """Whom to invite, and as what."""

    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The invitation goes there; only who reads that mail can accept it."),
    )

    field_order = ("address", "roles")


class JoinForm(PortalForm):
    """A new account for somebody invited."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput,
        help_text=_("At least ten characters."),
    )

    fieldsets = (Fieldset("", (("first_name", "last_name"), "password")),)
    autofill = {"first_name": "given-name", "last_name": "family-name", "password": "new-password"}

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed, or like the person's own name."""
        password: str = self.cleaned_data["password"]
        given = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        validate_password(password, User(username=self._address, email=self._address, **given))
        return password
