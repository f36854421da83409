"""A company's programmes: where each stands, what to do about it, and which can still be added."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Text
from foundation.ui.actions import Action
from relationships.agreements.standing import standing_of
from relationships.enrolment.forms import PURPOSES
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.services import choosing_refusals, particulars_of
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme
from relationships.partners.rules import Enrolling, programmes_fit_together
from relationships.profiles.models import LegalProfile

ENTERED = (
    "company",
    "country",
    "mpn_id",
    "mpn_country",
    "global_mpn_id",
    "registration_number",
    "phone",
    "capabilities",
)
"""What an application keeps of the form."""


@dataclass(frozen=True)
class Entry:
    """One enrolment, with what is to be done about it, if anything."""

    enrolment: Enrolment
    action: Action | None


@dataclass(frozen=True)
class Offer:
    """A programme that can be added, or why not; `second_account` leads to an account of its own where R32 asks it."""

    label: Text
    text: Text
    action: Action
    second_account: str


def programmes_of(actor: Actor, partner: Partner) -> tuple[list[Entry], list[Offer]]:
    """Return the enrolments of the actor's company, oldest first, and the programmes that it is not in."""
    own = list(Enrolment.objects.visible_to(actor).order_by("requested_at", "pk"))
    standing = standing_of(partner.pk)
    present = frozenset(each.programme for each in own if each.state != Enrolment.State.REJECTED)

    def against(programme: str) -> list[Refusal]:
        return choosing_refusals(standing, Enrolling(partner.name, programme, present))

    entries = [Entry(each, _action_on(actor, each, against)) for each in own]
    known = {each.programme for each in own}
    missing = [(programme, text) for programme, text in PURPOSES.items() if programme not in known]
    return entries, [_offer(actor, programme, text, against(programme)) for programme, text in missing]


def apply_url(programme: str) -> str:
    """Return where one applies for a programme."""
    return f"{reverse('enrolment_apply')}?programme={programme}"


def second_account_url(programme: str) -> str:
    """Return where one opens a second account of the company (R9, R32)."""
    return f"{reverse('enrol')}?another=1&programme={programme}"


def typed_before(partner: Partner, programme: str) -> dict[str, Any]:
    """Return what is on record of a company, as initial values of the form: its last application, else the rest."""
    known = EnrolmentApplication.objects.filter(enrolment__partner=partner).order_by("-applied_at")
    last = known.filter(enrolment__programme=programme).first() or known.first()
    if last and last.company:
        return {name: getattr(last, name) for name in ENTERED}
    profile = LegalProfile.objects.filter(partner=partner).first() or LegalProfile()
    numbers = {"registration_number": profile.registration_number, "phone": profile.contact_phone}
    return {**asdict(particulars_of(partner)), **numbers}


def _action_on(actor: Actor, enrolment: Enrolment, against: Callable[[str], list[Refusal]]) -> Action | None:
    if enrolment.state == Enrolment.State.REJECTED:
        return Action(
            _("Fix now"),
            apply_url(enrolment.programme),
            icon="edit",
            kind="primary",
            permitted=actor.may("enrolment.apply"),
            refusals=against(enrolment.programme),
        )
    if enrolment.state == Enrolment.State.QUALIFIED:
        may_sign = actor.may("agreement.sign")
        words = _("Sign the Partner Agreement")
        return Action(words, reverse("agreement"), icon="agreement", kind="primary", permitted=may_sign)
    return None


def _offer(actor: Actor, programme: Programme, text: Text, against: list[Refusal]) -> Offer:
    may_apply = actor.may("enrolment.apply")
    is_apart = may_apply and any(each.code == programmes_fit_together.code for each in against)
    action = Action(_("Apply"), apply_url(programme.value), icon="add", permitted=may_apply, refusals=against)
    return Offer(programme.label, text, action, second_account_url(programme.value) if is_apart else "")
