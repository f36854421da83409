"""Deciding applications, and telling who applied."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from foundation.audit import services as audit
from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.services import notify
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.users.models import User
from relationships.enrolment.links import link_back_to, sign_in_url
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.rules import DECISION_RULES, Decision
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins, is_of_the_company
from relationships.partners.services import approve_enrolment, location_of, lock_partner, release_partner


@transaction.atomic
def decide_enrolment(
    *, actor: Actor, now: datetime, enrolment: Enrolment, approve: bool, reason: str = ""
) -> Enrolment:
    """Approve or reject a pending enrolment and tell the applicant by mail, which leads back to the request, if any.

    Approved is Active when the MPA is signed, else Qualified to sign it. Whoever filled in the form was not checked
    before: a rejected application frees MPN ID and domain for their owner, unless the company is in another
    programme; its account stays open, to put the application right. Raises Refused when it has been decided already
    or the contact's address is not verified, ValueError for a rejection without a reason.
    """
    if not approve and not reason.strip():
        raise ValueError("A rejection says why.")
    partner = lock_partner(enrolment.partner, with_tenant=not approve)
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    enrolment.partner = partner
    application = _application(enrolment)
    contacts = contacts_of(enrolment, application)
    verified = any(each.email_verified_at for each in contacts)
    addresses = ", ".join(each.email or each.username for each in contacts)
    enforce(DECISION_RULES, Decision(partner.name, enrolment.state, approve, addresses, verified))
    if approve:
        approve_enrolment(actor=actor, now=now, enrolment=enrolment)
    else:
        _reject(actor, now, enrolment, reason.strip())
    _tell_decision(now, enrolment, application, contacts)
    return enrolment


def contacts_of(enrolment: Enrolment, application: EnrolmentApplication | None) -> list[User]:
    """Return who applied, or the Global admins where nobody has, or where who did has left the company."""
    if application and is_of_the_company(application.applicant, enrolment.partner_id):
        return [application.applicant]
    return global_admins(enrolment.partner_id)


def _reject(actor: Actor, now: datetime, enrolment: Enrolment, reason: str) -> None:
    partner = enrolment.partner
    enrolment.state, enrolment.decided_at, enrolment.reason = Enrolment.State.REJECTED, now, reason
    enrolment.save(update_fields=["state", "decided_at", "reason"])
    audit.record(actor=actor, now=now, verb="enrolment.rejected", subject=enrolment, reason=reason)
    is_out = not partner.enrolments.exclude(state=Enrolment.State.REJECTED).exists()
    if is_out and location_of(partner):
        release_partner(actor=actor, now=now, partner=partner)


def _application(enrolment: Enrolment) -> EnrolmentApplication | None:
    applications = EnrolmentApplication.objects.filter(enrolment=enrolment)
    return applications.select_related("applicant", "request__provider").first()


def _tell_decision(
    now: datetime, enrolment: Enrolment, application: EnrolmentApplication | None, contacts: list[User]
) -> None:
    """Mail the contacts, and leave a notice for everybody who may apply for the company."""
    approved = enrolment.state != Enrolment.State.REJECTED
    request = application.request if application else None
    leads_back = request if approved and request and request.is_open_at(now) else None
    notify(
        now=now,
        tenant=enrolment.partner.tenant,
        permission="enrolment.apply",
        kind="enrolment.approved" if approved else "enrolment.rejected",
        params={"partner": enrolment.partner.name},
        url=reverse("enrolment"),
    )
    for person in contacts:
        if person.email:
            enqueue(
                now=now,
                kind="enrolment-approved" if approved else "enrolment-rejected",
                to_address=person.email,
                context={
                    "user": person,
                    "enrolment": enrolment,
                    "request": leads_back,
                    "sign_in": sign_in_url(),
                    "page": absolute(reverse("enrolment")),
                    "to_sign": absolute(reverse("agreement")) if enrolment.state == Enrolment.State.QUALIFIED else "",
                },
                link=link_back_to(leads_back) if leads_back else None,
                about=enrolment,
            )
