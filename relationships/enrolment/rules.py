"""What an application must bring, and when it is decided."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class Application:
    """What is entered besides the company's particulars.

    `wanted` and `sample` are the name and an example of the registration number of `country` (a name), if it has one;
    `capabilities_missing` names what a direct-bill partner has not declared.
    """

    company: str
    country: str
    address: str
    address_is_free_mail: bool
    wanted: str
    sample: str
    registration_complete: bool
    capabilities_missing: str


@dataclass(frozen=True)
class Decision:
    """An enrolment about to be decided; `state` is the key of where it stands, `contact` whom to reach and how."""

    partner: str
    state: str
    approve: bool
    contact: str
    contact_verified: bool


@rule(
    "enrolment-work-address",
    statement=_("The primary contact has an address of the company, not one of a free mail service."),
    source="dossier, J20",
    refusal=_("{address} is an address of a free mail service, where anybody can have one."),
    remedy=_(
        "Enter an address at the own domain of {company}, if you are signed in as contact address under Profile; "
        "mail sent to it shows that you belong to the company."
    ),
)
def contact_has_a_work_address(facts: Application) -> Params | None:
    """Refuse a contact whose address says nothing about the company."""
    return {"address": facts.address, "company": facts.company} if facts.address_is_free_mail else None


@rule(
    "enrolment-registration",
    statement=_("In 24 countries a company enrols with its registration number, in its country's form, and a phone."),
    source="dossier, registration numbers",
    refusal=_("The company registration number ({wanted}) or the phone number of {company} does not do for {country}."),
    remedy=_("Enter the {wanted} of {company}, for example {sample}, and a phone number of the primary contact."),
)
def registration_is_complete(facts: Application) -> Params | None:
    """Refuse a company without the numbers that its country asks for."""
    if facts.registration_complete:
        return None
    return {
        "company": facts.company,
        "country": facts.country,
        "wanted": facts.wanted or "—",
        "sample": facts.sample or "—",
    }


@rule(
    "enrolment-capabilities",
    statement=_("A direct-bill partner bills and supports customers, has integrated by API and offers services."),
    source="source 003",
    refusal=_("{company} has not declared everything that a direct-bill partner needs: {missing}."),
    remedy=_("Tick what {company} has, or enrol as an indirect reseller: then the indirect provider brings it."),
)
def capabilities_are_declared(facts: Application) -> Params | None:
    """Refuse a direct-bill partner that lacks a capability."""
    missing = facts.capabilities_missing
    return {"company": facts.company, "missing": missing} if missing else None


APPLICATION_RULES = (contact_has_a_work_address, registration_is_complete, capabilities_are_declared)
"""What an application must bring besides the company's particulars."""


@rule(
    "enrolment-pending",
    statement=_("An enrolment is decided once, while it is pending."),
    source="dossier, J20",
    refusal=_("The enrolment of {partner} has been decided already."),
    remedy=_("Look at it again: it says how and when. Whose application was rejected corrects it with Fix now."),
)
def is_pending(facts: Decision) -> Params | None:
    """Refuse a second decision."""
    return None if facts.state == "pending" else {"partner": facts.partner}


@rule(
    "enrolment-contact-verified",
    statement=_("An enrolment is approved once the primary contact has shown that mail to the address arrives."),
    source="dossier, J20",
    refusal=_("The address of the primary contact of {partner} is not verified: {contact}."),
    remedy=_("The contact follows the link in the mail that asks to set a password; it can be sent again from Users."),
)
def contact_is_verified(facts: Decision) -> Params | None:
    """Refuse to approve a company whose contact may be anybody."""
    if facts.contact_verified or not facts.approve:
        return None
    return {"partner": facts.partner, "contact": facts.contact or "—"}


DECISION_RULES = (is_pending, contact_is_verified)
"""What must hold before an enrolment is decided."""
