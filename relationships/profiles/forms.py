"""The forms of the profiles. Addresses, phone and registration numbers are those of the account's country (R6)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.mail_addresses import is_free_mail
from foundation.places.fields import clean_address, fit_address
from foundation.places.phones import check_phone
from foundation.places.registration import (
    check_registration,
    registration_for,
    registration_required,
    tidy_registration,
)
from foundation.ui.forms import Fieldset, PortalForm
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile

Profile = LegalProfile | BillingProfile | SupportProfile


class ProfileForm(PortalForm):
    """What the three forms have in common. `country` is the ISO code of the account's country."""

    phone_field: ClassVar[str] = "contact_phone"

    def __init__(self, data: Mapping[str, Any] | None = None, *, country: str, profile: Profile | None) -> None:
        super().__init__(data)
        self.country = country
        self.initial = {name: getattr(profile, name) for name in self.fields} if profile else {}
        self.fit()

    def fit(self) -> None:
        """Fit the fields to the country."""

    def clean(self) -> dict[str, Any]:
        """Check what hangs on the country."""
        cleaned = super().clean() or self.cleaned_data
        wrong = check_phone(self.country, cleaned.get(self.phone_field, ""), self.fields[self.phone_field].required)
        if wrong and self.phone_field not in self.errors:
            self.add_error(self.phone_field, wrong)
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by the columns of the profile."""
        return {name: str(value) for name, value in self.cleaned_data.items()}

    def show_stored(self, current: Profile) -> None:
        """Show beside each field what somebody else has stored meanwhile, where it differs from what was typed."""
        typed = self.values
        now = {name: str(getattr(current, name)) for name in self.fields}
        self.stored = {name: value or _("nothing") for name, value in now.items() if value != typed.get(name, "")}
        text = _("Somebody has changed this profile meanwhile. Sending it again overwrites their changes.")
        self.add_error(None, text)


class PlaceForm(ProfileForm):
    """An address and the person to turn to."""

    address_line1 = forms.CharField(label=_("Address line 1"), max_length=200)
    address_line2 = forms.CharField(label=_("Address line 2"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    state = forms.CharField(label=_("State/Province"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("ZIP/Postal code"), max_length=20, required=False)
    contact_first_name = forms.CharField(label=_("First name"), max_length=50)
    contact_last_name = forms.CharField(label=_("Last name"), max_length=50)
    contact_address = forms.EmailField(label=_("Email address"), max_length=254)
    contact_phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)

    address: ClassVar[Fieldset] = Fieldset(
        _("Address"),
        ("address_line1", "address_line2", ("city", "state", "postal_code")),
        _("It is in the country of the account."),
    )
    contact: ClassVar[Fieldset] = Fieldset(
        _("Primary contact"), (("contact_first_name", "contact_last_name"), ("contact_address", "contact_phone"))
    )

    def fit(self) -> None:
        """Ask for what the country's addresses have."""
        fit_address(self, self.country)

    def clean(self) -> dict[str, Any]:
        """Check the address too."""
        cleaned = super().clean()
        return {**cleaned, **clean_address(self, self.country, cleaned)}


class LegalForm(PlaceForm):
    """The legal profile."""

    registration_number = forms.CharField(label=_("Company registration number"), max_length=40, required=False)

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        PlaceForm.address,
        PlaceForm.contact,
        Fieldset(_("Registration"), ("registration_number",)),
    )

    def fit(self) -> None:
        """Ask for the registration number, by the name it has there (R8)."""
        super().fit()
        known, needed = registration_for(self.country), registration_required(self.country)
        self.fields["registration_number"].required = self.fields["contact_phone"].required = needed
        if known:
            self.fields["registration_number"].label = _("Company registration number (%s)") % known.label
            self.fields["registration_number"].help_text = _("For example %s.") % known.sample

    def clean_registration_number(self) -> str:
        """Take the number as it is stored, if it is one."""
        number = tidy_registration(self.cleaned_data["registration_number"])
        if wrong := check_registration(self.country, number):
            raise forms.ValidationError(wrong)
        return number

    def clean_contact_address(self) -> str:
        """Refuse free mail services: the primary contact is reached at the company."""
        address: str = self.cleaned_data["contact_address"]
        if is_free_mail(address):
            raise forms.ValidationError(_("Enter an address at the company's own domain, not at a free mail service."))
        return address


class BillingForm(PlaceForm):
    """The billing profile."""

    company_name = forms.CharField(label=_("Company"), max_length=200, help_text=_("As it stands on invoices."))
    purchase_order_number = forms.CharField(label=_("Purchase order number"), max_length=40, required=False)
    tax_id = forms.CharField(label=_("Tax ID"), max_length=40, required=False)

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset(_("Company"), ("company_name", ("purchase_order_number", "tax_id"))),
        PlaceForm.address,
        PlaceForm.contact,
    )


class SupportForm(ProfileForm):
    """The support profile."""

    phone_field = "telephone"

    email = forms.EmailField(label=_("Email address"), max_length=254, required=False)
    telephone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """Ask for one way at least in which customers reach somebody."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("telephone"):
            self.add_error("email", _("Enter an email address or a phone number: customers need one of them."))
        return cleaned
