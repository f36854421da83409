"""The form in which a partner attests a customer's agreement."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.agreements.services import Attestation
from foundation.ui.forms import DayInput, Fieldset, PortalForm


class AttestationForm(PortalForm):
    """Who accepted the customer agreement for the customer, and when."""

    first_name = forms.CharField(label=_("First name"), max_length=50)
    last_name = forms.CharField(label=_("Last name"), max_length=50)
    email = forms.EmailField(label=_("Email address"), max_length=254)
    phone = forms.CharField(label=_("Phone number"), max_length=30, required=False)
    agreed_on = forms.DateField(label=_("Agreement acceptance date"), widget=DayInput)

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset("", (("first_name", "last_name"), ("email", "phone"), "agreed_on")),
    )

    def attestation(self) -> Attestation:
        """Return what was typed."""
        return Attestation(**self.cleaned_data)
