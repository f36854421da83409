"""The profiles as *Account settings* shows and edits them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.places.addresses import state_name
from foundation.rules import Text
from relationships.partners.models import Partner
from relationships.profiles.forms import BillingForm, LegalForm, SupportForm
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile


@dataclass(frozen=True)
class Section:
    """A profile: `name` is both its attribute of the partner and the URL name of its form."""

    name: str
    title: Text
    about: Text
    model: type[LegalProfile] | type[BillingProfile] | type[SupportProfile]
    form: type[LegalForm] | type[BillingForm] | type[SupportForm]
    view: str
    edit: str


@dataclass(frozen=True)
class Shown:
    """A section with what is in it; `address` are its lines."""

    section: Section
    profile: LegalProfile | BillingProfile | SupportProfile | None
    address: tuple[str, ...]
    may_edit: bool


LEGAL = Section(
    "legal_profile",
    _("Legal profile"),
    _("The company as the law knows it. The address and the MPN IDs are in the country of the account."),
    LegalProfile,
    LegalForm,
    "account.view",
    "account.edit",
)
BILLING = Section(
    "billing_profile",
    _("Billing profile"),
    _("Whom the vendor bills. An indirect reseller has no bills from it: its provider bills it."),
    BillingProfile,
    BillingForm,
    "billing_profile.view",
    "billing_profile.edit",
)
SUPPORT = Section(
    "support_profile",
    _("Support profile"),
    _("How your customers reach you. They see it on the page of their account."),
    SupportProfile,
    SupportForm,
    "account.view",
    "account.edit",
)


def shown_to(actor: Actor, partner: Partner) -> Mapping[str, Shown]:
    """Return the profiles that this actor may see, by name; the partner comes with them loaded."""
    return {
        each.name: Shown(each, profile, _lines(partner, profile), actor.may(each.edit))
        for each in (LEGAL, BILLING, SUPPORT)
        if actor.may(each.view)
        for profile in [getattr(partner, each.name, None)]
    }


def _lines(partner: Partner, profile: LegalProfile | BillingProfile | SupportProfile | None) -> tuple[str, ...]:
    if profile is None or isinstance(profile, SupportProfile):
        return ()
    state = state_name(partner.tenant.country_id, profile.state) if profile.state else ""
    place = " ".join(part for part in (profile.postal_code, profile.city) if part)
    lines = (profile.address_line1, profile.address_line2, place, state)
    return tuple(line for line in lines if line)
