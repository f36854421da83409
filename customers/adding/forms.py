"""The *Account info* form of a new customer. What it asks for depends on the customer's country."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.adding.tags import LONGEST_TAG, MOST_TAGS, tags_from
from customers.agreements.rules import AttestationFacts, agreed_by_today
from customers.agreements.services import Attestation
from customers.naming.domains import LONGEST, tidy_prefix
from foundation.places.fields import ADDRESS, clean_address, fit_address
from foundation.places.phones import check_phone
from foundation.places.registration import (
    check_registration,
    registration_for,
    registration_required,
    tidy_registration,
)
from foundation.ui.forms import DayInput, Fieldset, PortalForm

ATTESTED, ASKED = "attested", "asked"
CONTACT = ("agreement_first_name", "agreement_last_name", "agreement_email")


class AccountForm(PortalForm):
    """Company, address, primary contact, agreement, in the order of the source documents.

    `sent_to` is the address that takes the form, `countries` are those of the seller's region (R5), `resellers`
    (id, name) its partners, or None where there are no resellers at all.
    """

    country = forms.ChoiceField(label=_("Country/region"))
    company_name = forms.CharField(label=_("Company"), max_length=200)
    domain_prefix = forms.CharField(
        label=_("Primary domain name"), max_length=LONGEST, help_text=_("It cannot be changed later.")
    )
    registration_number = forms.CharField(label=_("Company registration number"), max_length=40, required=False)
    address_line1 = forms.CharField(label=_("Address line 1"), max_length=200)
    address_line2 = forms.CharField(label=_("Address line 2"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    state = forms.CharField(label=_("State/Province"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("ZIP/Postal code"), max_length=20, required=False)
    qualification = forms.ChoiceField(label=_("Special qualifications"), choices=Customer.Qualification)
    first_name = forms.CharField(label=_("First name"), max_length=50)
    last_name = forms.CharField(label=_("Last name"), max_length=50)
    email = forms.EmailField(label=_("Email address"), max_length=254)
    phone = forms.CharField(label=_("Phone number"), max_length=30, required=False)
    own_use = forms.BooleanField(
        label=_("Own use of a CSP partner"),
        required=False,
        widget=forms.HiddenInput,
        help_text=_("The company is a partner in CSP and buys for its own use; nothing is resold."),
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separate them with commas."))
    reseller = forms.TypedChoiceField(
        label=_("Indirect reseller"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("The reseller gets administrator access to the customer's account and subscriptions."),
    )
    agreement = forms.ChoiceField(
        label=_("Customer agreement"),
        widget=forms.RadioSelect,
        choices=(
            (ATTESTED, _("Customer has accepted the latest Microsoft Customer Agreement")),
            (ASKED, _("Customer will be asked to accept the Microsoft Customer Agreement")),
        ),
        help_text=_("Subscriptions can be ordered only once the customer has accepted."),
    )
    agreement_first_name = forms.CharField(label=_("Accepted by: first name"), max_length=50, required=False)
    agreement_last_name = forms.CharField(label=_("Accepted by: last name"), max_length=50, required=False)
    agreement_email = forms.EmailField(label=_("Accepted by: email address"), max_length=254, required=False)
    agreement_phone = forms.CharField(label=_("Accepted by: phone number"), max_length=30, required=False)
    agreement_date = forms.DateField(label=_("Agreement acceptance date"), required=False, widget=DayInput)

    fieldsets: ClassVar[Sequence[Fieldset]] = (
        Fieldset(
            _("Company"),
            (
                "country",
                "company_name",
                "domain_prefix",
                "address_line1",
                "address_line2",
                ("city", "state", "postal_code"),
                "qualification",
            ),
        ),
        Fieldset(_("Primary contact"), (("first_name", "last_name"), ("email", "phone"))),
        Fieldset(_("Registration and tags"), ("registration_number", "own_use", "tags", "reseller")),
        Fieldset(
            _("Customer agreement"),
            (
                "agreement",
                ("agreement_first_name", "agreement_last_name"),
                ("agreement_email", "agreement_phone"),
                "agreement_date",
            ),
            _("Leave the names and the address empty when the primary contact has accepted."),
        ),
    )
    suffixes: Mapping[str, Any] = {"domain_prefix": f".{settings.DOMAIN_SUFFIX}"}
    checked_as_typed: Mapping[str, str] = {"company_name": "company_name_check", "domain_prefix": "domain_check"}

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sent_to: str,
        countries: Sequence[tuple[str, str]],
        resellers: Sequence[tuple[str, str]] | None,
        today: date,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        first = countries[0][0] if countries else ""
        usual = {"country": first, "qualification": "none", "agreement": ATTESTED, "agreement_date": today}
        super().__init__(data, initial={**usual, **(initial or {})}, **options)
        self.today = today
        _choices(self, "country", countries)
        self.chosen_country = _chosen((data or self.initial).get("country"), countries)
        if resellers is None:
            del self.fields["reseller"]
        else:
            _choices(self, "reseller", [("", _("No indirect reseller")), *resellers])
        fit_address(self, self.chosen_country)
        self._fit_registration()
        if self.fields["own_use"].to_python(self["own_use"].value()):
            self.ask_about_own_use()
        self._watch(sent_to)

    def _fit_registration(self) -> None:
        """Name the number that the country wants; mandatory together with the phone number in 24 of them (R8)."""
        wanted, needed = registration_for(self.chosen_country), registration_required(self.chosen_country)
        field = self.fields["registration_number"]
        field.required = self.fields["phone"].required = needed
        if needed:
            field.error_messages["required"] = check_registration(self.chosen_country, "") or ""
            self.fields["phone"].error_messages["required"] = check_phone(self.chosen_country, "", True) or ""
        if wanted:
            field.label = _("Company registration number (%(name)s)") % {"name": wanted.label}
            field.help_text = _("For example %(sample)s.") % {"sample": wanted.sample}

    def ask_about_own_use(self) -> None:
        """Show the box that says that a CSP partner buys for its own use: there is reason to ask (R29)."""
        self.fields["own_use"].widget = forms.CheckboxInput()

    def _watch(self, sent_to: str) -> None:
        """Have the page draw the fields anew for another country, and send no more than needed for the live checks."""
        self.fields["country"].widget.attrs |= {
            "hx-post": sent_to,
            "hx-trigger": "change",
            "hx-vals": '{"update": "1"}',
            "hx-target": "#account-fields",
            "hx-select": "#account-fields",
            "hx-swap": "outerHTML",
        }
        for name in self.checked_as_typed:
            self.fields[name].widget.attrs["hx-params"] = "company_name,domain_prefix"

    def clean_domain_prefix(self) -> str:
        """Take capitals for small letters."""
        return tidy_prefix(self.cleaned_data["domain_prefix"])

    def clean_registration_number(self) -> str:
        """Store the number without blanks."""
        return tidy_registration(self.cleaned_data["registration_number"])

    def clean_tags(self) -> tuple[str, ...]:
        """Take the tags apart and refuse too many and too long ones."""
        tags = tags_from(self.cleaned_data["tags"])
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            limits = {"most": MOST_TAGS, "longest": LONGEST_TAG}
            raise forms.ValidationError(_("At most %(most)d tags of %(longest)d characters.") % limits)
        return tags

    def clean(self) -> dict[str, Any]:
        """Check what hangs together: address, phone number, agreement."""
        cleaned = super().clean() or self.cleaned_data
        cleaned |= clean_address(self, self.chosen_country, cleaned)
        phone = check_phone(self.chosen_country, cleaned.get("phone", ""))
        self._complain({"phone": phone} if phone else {})
        if cleaned.get("agreement") == ATTESTED:
            self._clean_attestation(cleaned)
        return cleaned

    def _clean_attestation(self, cleaned: dict[str, Any]) -> None:
        given = [name for name in CONTACT if cleaned.get(name)]
        if not given:
            cleaned |= {name: cleaned.get(name.removeprefix("agreement_"), "") for name in CONTACT}
        elif len(given) < len(CONTACT):
            missing = [name for name in CONTACT if name not in given]
            self._complain({name: _("Name the person who accepted in full.") for name in missing})
        if not cleaned.get("agreement_date"):
            self._complain({"agreement_date": _("Enter the day on which the customer accepted.")})
        elif refusal := agreed_by_today.check(self._attestation_facts(cleaned)):
            self._complain({"agreement_date": f"{refusal.text} {refusal.remedy}"})

    def _attestation_facts(self, cleaned: Mapping[str, Any]) -> AttestationFacts:
        """Return what the rule about the date asks for."""
        return AttestationFacts(
            customer=cleaned.get("company_name", ""),
            attester="",
            attester_sells=True,
            agreed_on=cleaned["agreement_date"],
            today=self.today,
            known_already=False,
        )

    def _complain(self, messages: Mapping[str, Any]) -> None:
        """Show what is wrong beside each field, once a field."""
        for name, message in messages.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)

    def account(self) -> AccountInfo:
        """Return what was typed, checked."""
        cleaned = self.cleaned_data
        texts: dict[str, Any] = {
            name: cleaned.get(name) or ""
            for name in (*ADDRESS, "company_name", "domain_prefix", "registration_number", "qualification", "phone")
        }
        people = {name: cleaned[name] for name in ("first_name", "last_name", "email")}
        more: dict[str, Any] = {"tags": cleaned.get("tags", ()), "own_use": cleaned["own_use"]}
        return AccountInfo(country=self.chosen_country, **texts, **people, **more)

    def attestation(self) -> Attestation | None:
        """Return who accepted the agreement, or None when the customer will be asked."""
        cleaned = self.cleaned_data
        if cleaned["agreement"] == ASKED:
            return None
        return Attestation(
            first_name=cleaned["agreement_first_name"],
            last_name=cleaned["agreement_last_name"],
            email=cleaned["agreement_email"],
            phone=cleaned["agreement_phone"],
            agreed_on=cleaned["agreement_date"],
        )


def typed_again(account: AccountInfo, agreement: Attestation | None, reseller_id: object) -> dict[str, Any]:
    """Return the form's initial values for account info that a draft keeps."""
    values: dict[str, Any] = {**account.as_json(), "tags": ", ".join(account.tags), "reseller": str(reseller_id or "")}
    values["agreement"] = ATTESTED if agreement else ASKED
    if agreement:
        values |= {
            "agreement_first_name": agreement.first_name,
            "agreement_last_name": agreement.last_name,
            "agreement_email": agreement.email,
            "agreement_phone": agreement.phone,
            "agreement_date": agreement.agreed_on,
        }
    return values


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field


def _chosen(code: Any, countries: Sequence[tuple[str, str]]) -> str:
    """Return the country somebody chose if it is in the list, else the list's first."""
    codes = [country for country, _name in countries]
    return code if code in codes else next(iter(codes), "")
