"""The enrolment form."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from foundation.places.names import country_name
from foundation.sorting import sort_name
from foundation.ui.forms import Fieldset, PortalForm
from relationships.enrolment.services import Applicant
from relationships.partners.rules import MPN_ID_PATTERN
from relationships.regions.models import RegionCountry


class EnrolForm(PortalForm):
    """A company that wants to become an indirect reseller, and the person who speaks for it."""

    company = forms.CharField(label=_("Company"), max_length=200)
    country = forms.ChoiceField(
        label=_("Country/region"),
        help_text=_("Of the company's account and of its MPN ID. It decides the region you can have partners in."),
    )
    mpn_id = forms.CharField(
        label=_("Location MPN ID"),
        max_length=10,
        validators=[RegexValidator(rf"^{MPN_ID_PATTERN}$", _("Enter five to ten digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("The one of your location, not the global one; from the same country."),
    )
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("You sign in with it, as Global admin of the company. It is checked by a mail."),
    )

    fieldsets = (
        Fieldset(_("Your company"), ("company", "country", "mpn_id")),
        Fieldset(_("You"), (("first_name", "last_name"), "address")),
    )
    autofill = {
        "company": "organization",
        "country": "country",
        "first_name": "given-name",
        "last_name": "family-name",
        "address": "email",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = RegionCountry.objects.values_list("country", flat=True)
        named = sorted(((code, country_name(code)) for code in codes), key=lambda pair: sort_name(pair[1]))
        self.fields["country"].choices = [("", _("Choose a country")), *named]  # type: ignore[attr-defined]

    @property
    def applicant(self) -> Applicant:
        """What was entered."""
        return Applicant(**{name: value.strip() for name, value in self.cleaned_data.items()})
