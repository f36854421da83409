"""The three steps of source 003 that lead a partner to its first business, each where it really stands."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from foundation.organisations.actor import Actor
from foundation.ui.actions import Action
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import Standing
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins, names_of
from relationships.partners.programmes import Programme

ENROL = {
    Programme.INDIRECT_RESELLER.value: gettext_lazy("Enroll as an indirect reseller"),
    Programme.INDIRECT_PROVIDER.value: gettext_lazy("Enroll as an indirect provider"),
    Programme.DIRECT_BILL.value: gettext_lazy("Enroll as a direct-bill partner"),
}
APPROVED = (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)
DONE, CURRENT, WAITING = "done", "current", "waiting"


@dataclass(frozen=True)
class Task:
    """One step: `state` is done, current or waiting; `day` is when it was done, or since when it waits."""

    label: str
    state: str
    text: str
    day: datetime | None = None
    action: Action | None = None

    @property
    def words(self) -> str:
        """The state in a word or two."""
        return {DONE: _("Done"), CURRENT: _("To do"), WAITING: _("Waiting")}[self.state]


def checklist_for(actor: Actor, standing: Standing) -> list[Task]:
    """Return the steps of a company that cannot transact yet in any programme; none for one that can."""
    if standing.programmes and standing.agreement_signed:
        return []
    own = list(Enrolment.objects.visible_to(actor).select_related("partner").order_by("requested_at", "pk"))
    if not own:
        return []
    enrolment = min(own, key=lambda each: (each.state not in APPROVED, each.programme != Programme.INDIRECT_RESELLER))
    since = min(enrolment.partner.created_at, own[0].requested_at)
    joined = Task(_("Join Partner Center"), DONE, _("Your company has its account."), since)
    return [joined, _enrolling(actor, enrolment), _signing(actor, standing)]


def _enrolling(actor: Actor, enrolment: Enrolment) -> Task:
    label, state = str(ENROL[enrolment.programme]), enrolment.state
    if state == Enrolment.State.PENDING:
        text = _("Your application is being looked at; this usually takes three to five business days.")
        return Task(label, WAITING, text, enrolment.requested_at, _to_enrolment(actor, _("See your enrolment")))
    if state == Enrolment.State.REJECTED:
        text = _("Your application was rejected: {reason}").format(reason=enrolment.reason or "—")
        fix = _to_enrolment(actor, _("Fix now"), kind="primary")
        action = fix if actor.may("enrolment.apply") else _to_enrolment(actor, _("See your enrolment"))
        return Task(label, CURRENT, text, enrolment.decided_at, action)
    return Task(label, DONE, _("Your company is approved."), enrolment.decided_at)


def _signing(actor: Actor, standing: Standing) -> Task:
    label = _("Sign the Microsoft Partner Agreement")
    if standing.agreement_signed:
        own = PartnerAgreement.objects.visible_to(actor).filter(region=standing.region_key)
        return Task(label, DONE, _("It holds for good."), own.values_list("signed_at", flat=True).first())
    if not standing.programmes:
        return Task(label, WAITING, _("A Global admin can sign once the enrolment is approved."))
    if actor.may("agreement.sign"):
        text = _("Read and sign it for {region}; it takes a minute.").format(region=standing.region_name)
        action = Action(_("Read and sign"), reverse("agreement"), icon="agreement", kind="primary")
        return Task(label, CURRENT, text, None, action)
    people = names_of(global_admins(standing.partner_id))
    text = _("Only a Global admin can sign it. Ask one of yours: {people}.").format(people=people or "—")
    return Task(label, CURRENT, text)


def _to_enrolment(actor: Actor, label: str, *, kind: str = "") -> Action:
    permitted = actor.may("enrolment.view")
    return Action(label, reverse("enrolment"), icon="clock", kind=kind, permitted=permitted)
