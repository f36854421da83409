"""Applying for an enrolment: by somebody unknown, by somebody with an account, or for one's own company."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.mail_addresses import is_free_mail
from foundation.organisations.actor import Actor, portal
from foundation.organisations.models import Membership
from foundation.places.names import country_name
from foundation.places.phones import check_phone
from foundation.places.registration import check_registration, registration_for, registration_required
from foundation.rules import Refusal, Refused, refusals
from foundation.users.models import User
from relationships.agreements.rules import Standing, is_not_suspended
from relationships.agreements.standing import standing_of
from relationships.enrolment.links import sign_in_url
from relationships.enrolment.models import Capability, EnrolmentApplication
from relationships.enrolment.rules import APPLICATION_RULES, Application
from relationships.partners.domains import domain_for_applicant
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme
from relationships.partners.rules import CHOOSING_RULES, Enrolling
from relationships.partners.services import (
    Particulars,
    add_partner,
    enrol_partner,
    enrolling_of,
    location_of,
    lock_partner,
    particulars_refusals,
    restore_partner,
)
from relationships.profiles.models import LegalProfile
from relationships.requests.models import PartnershipRequest

LOCK_CLASS = int.from_bytes(b"enro", "big")
"""First half of the locks' keys: keeps them apart from anybody else's."""


@dataclass(frozen=True)
class Contact:
    """Who speaks for the company: its primary contact and Global admin."""

    address: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Details:
    """What is entered besides the company's particulars and the contact; `capabilities` are keys of `Capability`."""

    programme: str
    registration_number: str = ""
    phone: str = ""
    capabilities: tuple[str, ...] = ()


@transaction.atomic
def apply(
    *,
    now: datetime,
    contact: Contact,
    particulars: Particulars,
    details: Details,
    request: PartnershipRequest | None = None,
) -> None:
    """Put a company's application on record and mail its contact a link to set a password.

    Whoever has an account already gets a mail that says so, and nothing is put on record; the caller cannot tell the
    two apart: what was entered is checked first. `request` is what brought the applicant; the approval leads back to
    it. Raises Refused for what does not fit, ValidationError for an address that cannot be used.
    """
    _check(particulars, details, contact.address)
    _lock_address(contact.address)
    if known := _known(contact.address):
        _tell_known(now, known, contact.address)
        return
    _add(now, contact, particulars, details, request)


@transaction.atomic
def apply_for_company(
    *,
    now: datetime,
    user: User,
    particulars: Particulars,
    details: Details,
    request: PartnershipRequest | None = None,
) -> Partner:
    """Put a company's application on record for somebody who is signed in, and return its new account.

    For people without a company here, and for those who open a second account (R9, R32). Raises like `apply`.
    """
    _check(particulars, details, user.email)
    return _add(now, Contact(user.username, user.first_name, user.last_name), particulars, details, request)


@transaction.atomic
def apply_for_programme(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    particulars: Particulars | None = None,
    request: PartnershipRequest | None = None,
) -> Enrolment:
    """Apply for one programme more for the actor's company, or put a rejected application right (*Fix now*).

    `particulars` are what a company enters anew whose application was rejected. Raises Refused for what does not fit.
    """
    if actor.user is None or actor.tenant_id is None:
        raise ValueError("A person of a partner applies for it.")
    partner = lock_partner(Partner(pk=actor.tenant_id), with_tenant=True)
    anew = particulars if particulars and location_of(partner) is None else None
    if anew:
        # Anybody may write any contact address into the own profile: only a verified one says whose domain it is.
        verified = actor.user.email if actor.user.email_verified_at else ""
        anew = replace(anew, domain=domain_for_applicant(company=anew.company, address=verified))
    against = choosing_refusals(standing_of(partner.pk), enrolling_of(partner, details.programme))
    entered = anew or particulars_of(partner)
    against += refusals(APPLICATION_RULES, application_facts(entered, details, actor.user.email))
    if against := against + (particulars_refusals(anew) if anew else []):
        raise Refused(against)
    if anew:
        partner = restore_partner(actor=actor, now=now, partner=partner, particulars=anew)
    enrolment = enrol_partner(actor=actor, now=now, partner=partner, programme=details.programme, approved=False)
    _keep(
        now=now,
        enrolment=enrolment,
        applicant=actor.user,
        particulars=entered,
        details=details,
        request=request,
    )
    _keep_profile(partner, actor.user, details, anew=bool(anew))
    return enrolment


def choosing_refusals(standing: Standing, enrolling: Enrolling) -> list[Refusal]:
    """Return why a partner may not apply for a programme."""
    return [*refusals(CHOOSING_RULES, enrolling), *refusals((is_not_suspended,), standing)]


def particulars_of(partner: Partner) -> Particulars:
    """Return what a partner is on record with; a released one has no MPN IDs."""
    numbers = dict(partner.locations.values_list("kind", "mpn_id"))
    country = partner.tenant.country_id
    return Particulars(
        company=partner.name,
        country=country,
        mpn_id=numbers.get(PartnerLocation.Kind.LOCATION, ""),
        mpn_country=country,
        global_mpn_id=numbers.get(PartnerLocation.Kind.GLOBAL, ""),
        domain=partner.tenant.primary_domain,
    )


def application_facts(particulars: Particulars, details: Details, address: str) -> Application:
    """Return what is known of an application, in the reader's language."""
    country = particulars.country
    number, needed = registration_for(country), registration_required(country)
    bad = check_registration(country, details.registration_number) or check_phone(country, details.phone, needed)
    missing = [each for each in Capability if each not in details.capabilities]
    is_direct = details.programme == Programme.DIRECT_BILL
    return Application(
        company=particulars.company,
        country=country_name(country),
        address=address,
        address_is_free_mail=is_free_mail(address),
        wanted=number.label if number else "",
        sample=number.sample if number else "",
        registration_complete=not bad,
        capabilities_missing=", ".join(str(each.label) for each in missing) if is_direct else "",
    )


def _check(particulars: Particulars, details: Details, address: str) -> None:
    """Raise Refused with everything against a company that is to be put on record."""
    facts = application_facts(particulars, details, address)
    if against := [*particulars_refusals(particulars), *refusals(APPLICATION_RULES, facts)]:
        raise Refused(against)


def _add(
    now: datetime,
    contact: Contact,
    particulars: Particulars,
    details: Details,
    request: PartnershipRequest | None,
) -> Partner:
    """Put a new company on record with its application; the contact is its Global admin."""
    partner = add_partner(
        actor=portal(),
        now=now,
        company=particulars.company,
        country=particulars.country,
        programme=details.programme,
        mpn_id=particulars.mpn_id,
        mpn_country=particulars.mpn_country,
        global_mpn_id=particulars.global_mpn_id,
        admin_address=contact.address,
        admin_first_name=contact.first_name,
        admin_last_name=contact.last_name,
        domain=domain_for_applicant(company=particulars.company, address=contact.address),
        approved=False,
        welcome="enrolment-received",
    )
    applicant = Membership.objects.select_related("user").get(tenant=partner.tenant).user
    _keep(
        now=now,
        enrolment=partner.enrolments.get(),
        applicant=applicant,
        particulars=particulars,
        details=details,
        request=request,
    )
    _keep_profile(partner, applicant, details, anew=True)
    return partner


def _keep(
    *,
    now: datetime,
    enrolment: Enrolment,
    applicant: User,
    particulars: Particulars,
    details: Details,
    request: PartnershipRequest | None,
) -> None:
    """Keep what was entered, for the operator to check and for *Fix now*; a request that brought somebody stays."""
    values = {
        "applicant": applicant,
        "applied_at": now,
        "company": particulars.company,
        "country": particulars.country,
        "mpn_id": particulars.mpn_id,
        "mpn_country": particulars.mpn_country,
        "global_mpn_id": particulars.global_mpn_id,
        "registration_number": details.registration_number,
        "phone": details.phone,
        "capabilities": list(details.capabilities),
        **({"request": request} if request else {}),
    }
    EnrolmentApplication.objects.update_or_create(enrolment=enrolment, defaults=values)


def _keep_profile(partner: Partner, contact: User, details: Details, *, anew: bool) -> None:
    """Write the legal profile of a partner put on record; of one that is there already only what it lacks."""
    profile, made = LegalProfile.objects.select_for_update().get_or_create(partner=partner)
    given = {
        "registration_number": details.registration_number,
        "contact_first_name": contact.first_name[:50],
        "contact_last_name": contact.last_name[:50],
        "contact_address": contact.email,
        "contact_phone": details.phone,
    }
    wanted = {name: value for name, value in given.items() if anew or not getattr(profile, name)}
    if any(getattr(profile, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(profile, name, value)
        profile.version += 0 if made else 1
        profile.save(update_fields=[*wanted, "version"])


def _lock_address(address: str) -> None:
    """Have applications of one address, case aside, wait for one another until their transactions end."""
    key = int.from_bytes(sha256(address.lower().encode()).digest()[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, key])


def _known(address: str) -> User | None:
    """Return who has an account with this address; a contact address that nobody has verified may be anybody's."""
    verified = Q(email__iexact=address, email_verified_at__isnull=False)
    people = User.objects.filter(Q(username__iexact=address) | verified)
    return people.order_by("username").first()


def _tell_known(now: datetime, user: User, address: str) -> None:
    """Mail somebody who has an account already, at the address on record, how to go on: sign in, perhaps fix."""
    rejected = Enrolment.objects.filter(
        state=Enrolment.State.REJECTED, partner__tenant__memberships__in=user.memberships.filter(ended_at=None)
    )
    context = {
        "user": user,
        "address": address,
        "sign_in": sign_in_url(),
        "fix": absolute(reverse("enrolment")) if rejected.exists() else "",
    }
    if user.email:
        enqueue(now=now, kind="enrolment-known-address", to_address=user.email, context=context, about=user)
