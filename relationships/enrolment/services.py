"""Applying for an enrolment, and deciding applications."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from foundation.audit import services as audit
from foundation.mail.services import enqueue
from foundation.organisations.actor import Actor, portal
from foundation.rules import enforce
from foundation.users.models import User
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.rules import Decision, is_pending
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins
from relationships.partners.programmes import Programme
from relationships.partners.services import add_partner, check_company, lock_partner
from relationships.requests.links import link_of
from relationships.requests.models import PartnershipRequest


@dataclass(frozen=True)
class Applicant:
    """What the enrolment form asks. `country` is an ISO code; the MPN ID is a location one of that country (R6)."""

    address: str
    first_name: str
    last_name: str
    company: str
    country: str
    mpn_id: str


@transaction.atomic
def apply(*, now: datetime, applicant: Applicant, request: PartnershipRequest | None = None) -> None:
    """Put an application to become an indirect reseller on record and mail the applicant a link to set a password.

    Whoever has an account already gets a mail that says so, and nothing is put on record; the caller cannot tell the
    two apart: the company's data are checked first. `request` is what brought the applicant; the approval leads back to
    it. Raises Refused for company data that do not fit.
    """
    check_company(company=applicant.company, country=applicant.country, mpn_id=applicant.mpn_id)
    with_this_address = User.objects.filter(Q(username__iexact=applicant.address) | Q(email__iexact=applicant.address))
    known = with_this_address.first()
    if known:
        _tell_known(now, known, applicant.address)
        return
    partner = add_partner(
        actor=portal(),
        now=now,
        company=applicant.company,
        country=applicant.country,
        programme=Programme.INDIRECT_RESELLER,
        mpn_id=applicant.mpn_id,
        admin_address=applicant.address,
        admin_first_name=applicant.first_name,
        admin_last_name=applicant.last_name,
        active=False,
        welcome="enrolment-received",
    )
    EnrolmentApplication.objects.create(
        enrolment=Enrolment.objects.get(partner=partner),
        applicant=global_admins(partner.pk)[0],
        request=request,
        applied_at=now,
    )


@transaction.atomic
def decide_enrolment(
    *, actor: Actor, now: datetime, enrolment: Enrolment, approve: bool, reason: str = ""
) -> Enrolment:
    """Approve or reject a pending enrolment and tell the applicant by mail, which leads back to the request, if any.

    Raises Refused when it has been decided already, ValueError for a rejection without a reason.
    """
    if not approve and not reason.strip():
        raise ValueError("A rejection says why.")
    lock_partner(enrolment.partner)
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=enrolment.pk)
    )
    enforce((is_pending,), Decision(enrolment.partner.name, enrolment.state))
    enrolment.state = Enrolment.State.ACTIVE if approve else Enrolment.State.REJECTED
    enrolment.decided_at, enrolment.reason = now, reason.strip()
    enrolment.save(update_fields=["state", "decided_at", "reason"])
    verb = "enrolment.approved" if approve else "enrolment.rejected"
    audit.record(actor=actor, now=now, verb=verb, subject=enrolment, reason=enrolment.reason)
    _tell_decision(now, enrolment, approve)
    return enrolment


def _tell_known(now: datetime, user: User, address: str) -> None:
    """Mail somebody who has an account already, at the address on record."""
    context = {"user": user, "address": address, "portal": settings.BASE_URL}
    if user.email:
        enqueue(now=now, kind="enrolment-known-address", to_address=user.email, context=context, about=user)


def _tell_decision(now: datetime, enrolment: Enrolment, approved: bool) -> None:
    """Mail the applicant, or the Global admins of a partner enrolled without an application."""
    applications = EnrolmentApplication.objects.filter(enrolment=enrolment)
    application = applications.select_related("applicant", "request__provider").first()
    request = application.request if application else None
    leads_back = request if approved and request and request.is_open_at(now) else None
    people = [application.applicant] if application else global_admins(enrolment.partner_id)
    for person in people:
        if person.is_active and person.email:
            enqueue(
                now=now,
                kind="enrolment-approved" if approved else "enrolment-rejected",
                to_address=person.email,
                context={
                    "user": person,
                    "enrolment": enrolment,
                    "request": leads_back,
                    "portal": settings.BASE_URL,
                },
                link=link_of(leads_back) if leads_back else None,
                about=enrolment,
            )
