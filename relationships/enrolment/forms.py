"""The enrolment form. What it asks depends on the programme, the company's country, and who applies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _

from foundation.mail_addresses import is_free_mail
from foundation.places.names import country_name
from foundation.places.phones import check_phone
from foundation.places.registration import (
    check_registration,
    registration_for,
    registration_required,
    tidy_registration,
)
from foundation.sorting import sort_name
from foundation.ui.forms import Fieldset, PortalForm
from relationships.enrolment.models import Capability
from relationships.enrolment.rules import contact_has_a_work_address
from relationships.enrolment.services import Contact, Details, application_facts
from relationships.partners.programmes import Programme
from relationships.partners.rules import MPN_ID_PATTERN
from relationships.partners.services import Particulars
from relationships.regions.models import RegionCountry

PURPOSES = {
    Programme.INDIRECT_RESELLER: _("You sell to customers with an indirect provider, who bills and supports you."),
    Programme.INDIRECT_PROVIDER: _(
        "You buy from Microsoft, and sell, bill and support with and through indirect resellers."
    ),
    Programme.DIRECT_BILL: _("You buy from Microsoft and sell to customers yourself, with billing of your own."),
}
"""What each programme is for, the usual one first."""

COMPANY = ("company", "country", "mpn_id", "mpn_country", "global_mpn_id")
CONTACT = ("first_name", "last_name", "address")


def digits(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    """Return a field for an MPN ID."""
    return forms.CharField(
        label=label,
        max_length=10,
        required=required,
        validators=[RegexValidator(rf"^{MPN_ID_PATTERN}$", _("Enter five to ten digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=help_text,
    )


class EnrolForm(PortalForm):
    """A company that wants to take part, and the person who speaks for it.

    `sent_to` is the address that takes the form. `programme` is given where it is not asked; `country` where the
    company is on record, so that it is not asked either; `asks_contact` says whether the applicant is unknown.
    """

    programme = forms.ChoiceField(
        label=_("Programme"),
        widget=forms.RadioSelect,
        choices=[(each.value, format_lazy("{}: {}", each.label, text)) for each, text in PURPOSES.items()],
    )
    company = forms.CharField(label=_("Company"), max_length=200)
    country = forms.ChoiceField(
        label=_("Country/region"),
        help_text=_("Of the company's account. It decides the region you can have partners in, and the currency."),
    )
    mpn_id = digits(
        _("Location MPN ID"),
        _("The ID of your location in that country: it is the one used in transactions."),
    )
    mpn_country = forms.ChoiceField(
        label=_("Country/region of the location MPN ID"),
        help_text=_("The same as the account's. For a location elsewhere, open an account there."),
    )
    global_mpn_id = digits(
        _("Global MPN ID"),
        _("Only if you know it: the ID of the company as a whole, under which its locations are. Never transacts."),
        required=False,
    )
    registration_number = forms.CharField(label=_("Company registration number"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=50)
    last_name = forms.CharField(label=_("Last name"), max_length=50)
    address = forms.EmailField(
        label=_("Work email address"),
        max_length=254,
        help_text=_("You sign in with it, as Global admin of the company. It is checked by a mail."),
    )
    capabilities = forms.MultipleChoiceField(
        label=_("What your company has"),
        choices=Capability,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A direct-bill partner needs all four; they are checked before the enrolment is approved."),
    )

    fieldsets = (
        Fieldset("", ("programme",)),
        Fieldset(_("Your company"), ("company", "country", ("mpn_id", "mpn_country"), "global_mpn_id")),
        Fieldset(_("Registration"), (("registration_number", "phone"),)),
        Fieldset(_("Capabilities"), ("capabilities",)),
        Fieldset(_("Primary contact"), (("first_name", "last_name"), "address")),
    )
    autofill = {
        "company": "organization",
        "country": "country",
        "first_name": "given-name",
        "last_name": "family-name",
        "address": "email",
        "phone": "tel",
    }
    checked_as_typed: Mapping[str, str] = {"registration_number": "enrol_registration_check"}

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sent_to: str,
        programme: str = "",
        country: str = "",
        asks_contact: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        usual = {"programme": Programme.INDIRECT_RESELLER.value}
        super().__init__(data, initial={**usual, **(initial or {})})
        typed = self.initial if data is None else data
        self.given_country = country
        self.chosen_programme = programme or typed.get("programme", "")
        self.chosen_country = country or typed.get("country", "")
        for name in (*(COMPANY if country else ()), *(() if asks_contact else CONTACT)):
            del self.fields[name]
        if programme:
            del self.fields["programme"]
        if self.chosen_programme != Programme.DIRECT_BILL:
            del self.fields["capabilities"]
        if not country:
            self._offer_countries()
        self._fit_registration()
        self._watch(sent_to)

    def _offer_countries(self) -> None:
        codes = RegionCountry.objects.values_list("country", flat=True)
        named = sorted(((code, country_name(code)) for code in codes), key=lambda pair: sort_name(pair[1]))
        for name in ("country", "mpn_country"):
            self.fields[name].choices = [("", _("Choose a country")), *named]  # type: ignore[attr-defined]
        if self.chosen_country not in {code for code, _name in named}:
            self.chosen_country = ""

    def _fit_registration(self) -> None:
        """Name the number that the country wants; mandatory together with the phone number in 24 of them."""
        known, needed = registration_for(self.chosen_country), registration_required(self.chosen_country)
        number, phone = self.fields["registration_number"], self.fields["phone"]
        number.required = phone.required = needed
        number.help_text = _("Some countries need it; you are told once yours is chosen.")
        if known:
            number.label = _("Company registration number (%(name)s)") % {"name": known.label}
            number.help_text = _("For example %(sample)s.") % {"sample": known.sample}
        elif self.chosen_country:
            number.help_text = _("Not needed in this country.")
        if needed:
            number.error_messages["required"] = check_registration(self.chosen_country, "") or ""
            phone.error_messages["required"] = check_phone(self.chosen_country, "", True) or ""

    def _watch(self, sent_to: str) -> None:
        """Have the page draw the fields anew for another programme or country, and check with no more than needed."""
        for name, event in (("programme", "change"), ("country", "change")):
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "hx-post": sent_to,
                    "hx-trigger": event,
                    "hx-vals": '{"update": "1"}',
                    "hx-target": "#enrolment-fields",
                    "hx-select": "#enrolment-fields",
                    "hx-swap": "outerHTML",
                }
        self.fields["registration_number"].widget.attrs["hx-params"] = "country,registration_number"
        if self.given_country:
            self.fields["registration_number"].widget.attrs["hx-vals"] = f'{{"country": "{self.given_country}"}}'

    def clean_registration_number(self) -> str:
        """Store the number without blanks; refuse one that is none of the country's."""
        number = tidy_registration(self.cleaned_data["registration_number"])
        if problem := check_registration(self.chosen_country, number):
            raise forms.ValidationError(problem)
        return number

    def clean_phone(self) -> str:
        """Catch slips in the phone number."""
        phone = str(self.cleaned_data["phone"]).strip()
        if problem := check_phone(self.chosen_country, phone):
            raise forms.ValidationError(problem)
        return phone

    def clean_address(self) -> str:
        """Say beside the field that an address of a free mail service does not do."""
        address = str(self.cleaned_data["address"]).strip()
        if is_free_mail(address):
            company = self.cleaned_data.get("company") or gettext("your company")
            entered = Particulars(company, self.chosen_country, "")
            facts = application_facts(entered, Details(self.chosen_programme), address)
            if refusal := contact_has_a_work_address.check(facts):
                raise forms.ValidationError(f"{refusal.text} {refusal.remedy}")
        return address

    @property
    def particulars(self) -> Particulars:
        """The company as entered, where it was asked."""
        return Particulars(**{name: self.cleaned_data[name].strip() for name in COMPANY})

    @property
    def details(self) -> Details:
        """What else was entered."""
        cleaned = self.cleaned_data
        return Details(
            programme=self.chosen_programme,
            registration_number=cleaned["registration_number"],
            phone=cleaned["phone"],
            capabilities=tuple(cleaned.get("capabilities", ())),
        )

    @property
    def contact(self) -> Contact:
        """The person who was asked for."""
        return Contact(**{name: self.cleaned_data[name].strip() for name in CONTACT})


def typed_in(data: Any) -> dict[str, Any]:
    """Return what was typed, as initial values: the form is drawn anew, and nothing is checked yet."""
    typed = {name: data.get(name, "") for name in EnrolForm.base_fields if name != "capabilities"}
    return {**typed, "capabilities": data.getlist("capabilities")}
