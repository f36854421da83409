"""Applying for an enrolment, and deciding applications."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from foundation.audit import services as audit
from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.organisations.actor import Actor, portal
from foundation.organisations.models import Membership
from foundation.rules import enforce
from foundation.users.models import User
from relationships.enrolment.links import link_back_to, sign_in_url
from relationships.enrolment.models import EnrolmentApplication
from relationships.enrolment.rules import Decision, is_pending
from relationships.partners.domains import domain_for_applicant
from relationships.partners.models import Enrolment
from relationships.partners.people import global_admins
from relationships.partners.programmes import Programme
from relationships.partners.services import add_partner, check_company, close_partner, lock_partner
from relationships.requests.models import PartnershipRequest

LOCK_CLASS = int.from_bytes(b"enro", "big")
"""First half of the locks' keys: keeps them apart from anybody else's."""


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
    two apart: the company's data are checked first. Somebody whose application was rejected may apply again. `request`
    is what brought the applicant; the approval leads back to it. Raises Refused for company data that do not fit,
    ValidationError for an address that cannot be used.
    """
    check_company(company=applicant.company, country=applicant.country, mpn_id=applicant.mpn_id)
    _lock_address(applicant.address)
    if known := _known(applicant.address):
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
        domain=domain_for_applicant(company=applicant.company, address=applicant.address),
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

    Whoever filled in the form was not checked before: a rejected application frees MPN ID and domain for their owner,
    unless the company is in another programme. Raises Refused when it has been decided already, ValueError for a
    rejection without a reason.
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
    application = _application(enrolment)
    left = enrolment.partner.enrolments.exclude(state=Enrolment.State.REJECTED)
    closes = application is not None and not left.exists()
    if closes:
        close_partner(actor=actor, now=now, partner=enrolment.partner)
    _tell_decision(now, enrolment, application, approved=approve, closed=closes)
    return enrolment


def _lock_address(address: str) -> None:
    """Have applications of one address, case aside, wait for one another until their transactions end."""
    key = int.from_bytes(sha256(address.lower().encode()).digest()[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, key])


def _known(address: str) -> User | None:
    """Return who has an account with this address, those aside who may apply again."""
    people = User.objects.filter(Q(username__iexact=address) | Q(email__iexact=address)).order_by("username")
    return next((person for person in people if not _may_apply_again(person)), None)


def _may_apply_again(person: User) -> bool:
    """Say whether the account comes of a rejected application, and its owner belongs to no company since."""
    rejected = EnrolmentApplication.objects.filter(applicant=person, enrolment__state=Enrolment.State.REJECTED)
    member_of = Membership.objects.filter(user=person, ended_at=None, tenant__deactivated_at=None)
    return person.is_active and rejected.exists() and not member_of.exists()


def _application(enrolment: Enrolment) -> EnrolmentApplication | None:
    applications = EnrolmentApplication.objects.filter(enrolment=enrolment)
    return applications.select_related("applicant", "request__provider").first()


def _tell_known(now: datetime, user: User, address: str) -> None:
    """Mail somebody who has an account already, at the address on record."""
    context = {"user": user, "address": address, "portal": settings.BASE_URL}
    if user.email:
        enqueue(now=now, kind="enrolment-known-address", to_address=user.email, context=context, about=user)


def _tell_decision(
    now: datetime, enrolment: Enrolment, application: EnrolmentApplication | None, *, approved: bool, closed: bool
) -> None:
    """Mail the applicant, or the Global admins of a partner enrolled without an application."""
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
                    "sign_in": sign_in_url(),
                    "apply_again": absolute(reverse("enrol")) if closed else "",
                },
                link=link_back_to(leads_back) if leads_back else None,
                about=enrolment,
            )
