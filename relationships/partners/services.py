"""Putting partners on record, enrolling, suspending and reactivating them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import create_user, send_set_password_mail
from foundation.audit import services as audit
from foundation.mail.services import enqueue
from foundation.notifications.services import notify
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Organisation, Tenant
from foundation.places.names import canonical_country, country_name
from foundation.rules import Refusal, enforce, refusals
from foundation.users.models import User
from relationships.partners.domains import domain_for, is_taken
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme
from relationships.partners.roles import GLOBAL_ADMIN
from relationships.partners.rules import ENROLLING_RULES, MPN_ID_PATTERN, NEW_PARTNER_RULES, Enrolling, NewPartner
from relationships.regions.models import RegionCountry


@dataclass(frozen=True)
class Particulars:
    """What a company is put on record with. Countries are ISO codes; an empty one of the MPN ID is the account's."""

    company: str
    country: str
    mpn_id: str
    mpn_country: str = ""
    global_mpn_id: str = ""
    domain: str = ""


@transaction.atomic
def add_partner(
    *,
    actor: Actor,
    now: datetime,
    company: str,
    country: str,
    programme: str,
    mpn_id: str,
    admin_address: str,
    admin_first_name: str,
    admin_last_name: str,
    mpn_country: str = "",
    global_mpn_id: str = "",
    domain: str | None = None,
    approved: bool = True,
    welcome: str = "account-set-password",
) -> Partner:
    """Put a partner on record: organisation, tenant, enrolment, MPN IDs, and its first Global admin.

    Without `domain` one is found. The enrolment is approved at once (Qualified, for nobody has signed the MPA yet), or
    pending. The admin gets a *set password* mail (of the kind `welcome`); somebody who can sign in already is told.
    Raises Refused with every rule against it, ValidationError for a mail address that is bad or that somebody else
    takes in this very moment.
    """
    domain = domain or domain_for(company=company, address=admin_address)
    new = Particulars(company, country, mpn_id, mpn_country, global_mpn_id, domain.strip().lower())
    partner = _put_on_record(new, _write_partner)
    enrol_partner(actor=actor, now=now, partner=partner, programme=programme, approved=approved)
    audit.record(actor=actor, now=now, verb="partner.added", subject=partner, domain=new.domain, mpn_id=mpn_id)
    names = (admin_first_name, admin_last_name)
    _add_admin(now=now, partner=partner, address=admin_address, names=names, welcome=welcome)
    return partner


def particulars_refusals(particulars: Particulars) -> list[Refusal]:
    """Return why a company with these data cannot be put on record. Nothing is written."""
    return refusals(NEW_PARTNER_RULES, _facts(particulars))


@transaction.atomic
def enrol_partner(*, actor: Actor, now: datetime, partner: Partner, programme: str, approved: bool = True) -> Enrolment:
    """Enrol a partner in a programme, approved at once or pending; a rejected enrolment in it is taken up again.

    Raises Refused (R32, enrolled already, no location MPN ID), ValueError for an unknown programme.
    """
    wanted = Programme(programme)
    partner = lock_partner(partner)
    enforce(ENROLLING_RULES, enrolling_of(partner, wanted))
    enrolment = partner.enrolments.filter(programme=wanted).first() or Enrolment(partner=partner, programme=wanted)
    enrolment.requested_at, enrolment.reason = now, ""
    if approved:
        return approve_enrolment(actor=actor, now=now, enrolment=enrolment)
    enrolment.state, enrolment.decided_at = Enrolment.State.PENDING, None
    enrolment.save()
    audit.record(actor=actor, now=now, verb="enrolment.requested", subject=enrolment, programme=wanted.value)
    return enrolment


def enrolling_of(partner: Partner, programme: str) -> Enrolling:
    """Return what is known of this partner being enrolled in one programme more."""
    present = partner.enrolments.exclude(state=Enrolment.State.REJECTED).values_list("programme", flat=True)
    return Enrolling(partner.name, programme, frozenset(present), bool(location_of(partner)))


def location_of(partner: Partner) -> PartnerLocation | None:
    """Return the partner's location MPN ID; none after its application was rejected."""
    return partner.locations.filter(kind=PartnerLocation.Kind.LOCATION).first()


def approve_enrolment(*, actor: Actor, now: datetime, enrolment: Enrolment) -> Enrolment:
    """Let a partner into a programme: Active when it has signed the MPA of its region, else Qualified to sign it.

    The caller has locked the partner and checked that it may.
    """
    partner = enrolment.partner
    signed = partner.agreements.filter(region=partner.region_id).exists()
    enrolment.state = Enrolment.State.ACTIVE if signed else Enrolment.State.QUALIFIED
    enrolment.decided_at, enrolment.activated_at = now, now if signed else None
    enrolment.save()
    audit.record(
        actor=actor,
        now=now,
        verb="enrolment.approved",
        subject=enrolment,
        programme=enrolment.programme,
        state=enrolment.state,
    )
    return enrolment


def activate_enrolments(*, actor: Actor, now: datetime, partner: Partner) -> list[Enrolment]:
    """Make the Qualified enrolments of a partner that has just signed the MPA Active; the caller has locked it."""
    qualified = list(partner.enrolments.filter(state=Enrolment.State.QUALIFIED).order_by("pk"))
    for enrolment in qualified:
        enrolment.state, enrolment.activated_at = Enrolment.State.ACTIVE, now
        enrolment.save(update_fields=["state", "activated_at"])
        audit.record(actor=actor, now=now, verb="enrolment.activated", subject=enrolment, programme=enrolment.programme)
    return qualified


@transaction.atomic
def release_partner(*, actor: Actor, now: datetime, partner: Partner) -> Partner:
    """Free the MPN IDs and the domain of a partner that is in no programme, for their owner; its people stay.

    The domain becomes one under `.invalid`, which no mail address is at; the audit keeps what both were. The caller
    has locked tenant and partner. Raises ValueError while an enrolment is open.
    """
    if partner.enrolments.exclude(state=Enrolment.State.REJECTED).exists():
        raise ValueError(f"{partner} is enrolled, or waits for a decision.")
    tenant = partner.tenant
    mpn_ids = list(partner.locations.order_by("mpn_id").values_list("mpn_id", flat=True))
    audit.record(
        actor=actor, now=now, verb="partner.released", subject=partner, domain=tenant.primary_domain, mpn_ids=mpn_ids
    )
    partner.locations.all().delete()
    tenant.primary_domain = f"rejected-{tenant.pk}.invalid"
    tenant.save(update_fields=["primary_domain"])
    return partner


@transaction.atomic
def restore_partner(*, actor: Actor, now: datetime, partner: Partner, particulars: Particulars) -> Partner:
    """Put a partner on record anew that has been released, with what it enters now.

    The caller has locked tenant and partner. Raises Refused with every rule against it, ValueError for a partner that
    still has its MPN ID.
    """
    if location_of(partner):
        raise ValueError(f"{partner} was not released.")
    _put_on_record(particulars, partial(_rewrite_partner, partner))
    audit.record(
        actor=actor,
        now=now,
        verb="partner.restored",
        subject=partner,
        domain=particulars.domain,
        mpn_id=particulars.mpn_id,
    )
    return partner


def suspend_partner(*, actor: Actor, now: datetime, partner: Partner, reason: str) -> Partner:
    """Let a partner start nothing new; what it has goes on (R70). Nothing if it is suspended already."""
    return _set_status(
        Partner.Status.SUSPENDED, actor=actor, now=now, partner=partner, verb="partner.suspended", reason=reason
    )


def reactivate_partner(*, actor: Actor, now: datetime, partner: Partner, reason: str) -> Partner:
    """End a suspension. Nothing if there is none."""
    return _set_status(
        Partner.Status.ACTIVE, actor=actor, now=now, partner=partner, verb="partner.reactivated", reason=reason
    )


def lock_partners(*ids: UUID) -> dict[UUID, Partner]:
    """Lock the partners among these ids, in the order of their keys, so that their standing holds still."""
    rows = Partner.objects.select_for_update(of=("self",), no_key=True).select_related("tenant", "region")
    return {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}


def lock_partner(partner: Partner, *, with_tenant: bool = False) -> Partner:
    """Return the partner's row, locked until the transaction ends; rows that refer to it can still be written.

    With `with_tenant` the tenant is locked before it, for who changes its name or domain; as lightly as the partner,
    for whoever writes a row of the tenant holds a light lock on it while committing, perhaps with the partner locked.
    """
    if with_tenant:
        Tenant.objects.select_for_update(no_key=True).get(pk=partner.pk)
    return (
        Partner.objects.select_for_update(of=("self",), no_key=True)
        .select_related("tenant__organisation", "region")
        .get(pk=partner.pk)
    )


@transaction.atomic
def _set_status(status: str, *, actor: Actor, now: datetime, partner: Partner, verb: str, reason: str) -> Partner:
    partner = lock_partner(partner)
    if partner.status != status:
        partner.status = status
        partner.save(update_fields=["status"])
        audit.record(actor=actor, now=now, verb=verb, subject=partner, reason=reason)
        notify(
            now=now,
            tenant=partner.tenant,
            permission="agreement.view",
            kind=verb,
            params={"partner": partner.name},
            url="/",
        )
    return partner


def _facts(new: Particulars) -> NewPartner:
    country, mpn_country = canonical_country(new.country), canonical_country(new.mpn_country or new.country)
    market = RegionCountry.objects.filter(country=country).first()
    entered = [new.mpn_id, *([new.global_mpn_id] if new.global_mpn_id else [])]
    known = dict(PartnerLocation.objects.filter(mpn_id__in=entered).values_list("mpn_id", "kind"))
    entered_twice = bool(new.global_mpn_id) and new.global_mpn_id == new.mpn_id
    is_global = entered_twice or known.get(new.mpn_id) == PartnerLocation.Kind.GLOBAL
    return NewPartner(
        company=new.company,
        country=country_name(country),
        region_key=market.region_id if market else "",
        mpn_id=new.mpn_id,
        mpn_country=country_name(mpn_country),
        global_mpn_id=new.global_mpn_id,
        unfit=next((each for each in entered if not re.fullmatch(MPN_ID_PATTERN, each)), None),
        mpn_id_taken=known.get(new.mpn_id) == PartnerLocation.Kind.LOCATION,
        mpn_id_is_global=is_global,
        global_mpn_id_taken=not entered_twice and new.global_mpn_id in known,
        domain=new.domain,
        domain_taken=is_taken(new.domain),
    )


def _put_on_record(new: Particulars, write: Callable[[NewPartner, Particulars], Partner]) -> Partner:
    """Check the particulars and write them; what somebody takes in this very moment is refused like the rest."""
    facts = _facts(new)
    enforce(NEW_PARTNER_RULES, facts)
    try:
        with transaction.atomic():
            return write(facts, new)
    except IntegrityError:
        enforce(NEW_PARTNER_RULES, _facts(new))
        raise


def _write_partner(facts: NewPartner, new: Particulars) -> Partner:
    tenant = Tenant.objects.create(
        organisation=Organisation.objects.create(name=new.company),
        name=new.company,
        primary_domain=new.domain,
        country_id=canonical_country(new.country),
    )
    partner = Partner.objects.create(tenant=tenant, name=new.company, region_id=facts.region_key)
    _write_mpn_ids(partner, new)
    return partner


def _rewrite_partner(partner: Partner, facts: NewPartner, new: Particulars) -> Partner:
    """Write what a released partner enters now; its organisation follows the name if it is the partner's alone."""
    tenant = partner.tenant
    if not tenant.organisation.tenants.exclude(pk=tenant.pk).exists():
        tenant.organisation.name = new.company
        tenant.organisation.save(update_fields=["name"])
    tenant.name, tenant.primary_domain, tenant.country_id = new.company, new.domain, canonical_country(new.country)
    tenant.save(update_fields=["name", "primary_domain", "country"])
    partner.name, partner.region_id = new.company, facts.region_key
    partner.save()
    _write_mpn_ids(partner, new)
    return partner


def _write_mpn_ids(partner: Partner, new: Particulars) -> None:
    country = canonical_country(new.mpn_country or new.country)
    PartnerLocation.objects.create(partner=partner, mpn_id=new.mpn_id, country_id=country)
    if new.global_mpn_id:
        kind = PartnerLocation.Kind.GLOBAL
        PartnerLocation.objects.create(partner=partner, mpn_id=new.global_mpn_id, kind=kind, country_id=country)


def _add_admin(*, now: datetime, partner: Partner, address: str, names: tuple[str, str], welcome: str) -> User:
    """Make somebody the partner's Global admin: a new person, or one who signs in with this address already.

    Raises ValidationError for an address that cannot be used.
    """
    user = User.objects.filter(username__iexact=address.strip()).first()
    known = user is not None and user.has_usable_password()
    if user is None:
        try:
            user = create_user(username=address, email=address, first_name=names[0], last_name=names[1])
        except IntegrityError as taken:  # Somebody has got an account of this name in this very moment.
            raise ValidationError(_("This address could not be used just now. Try again.")) from taken
    Membership.objects.create(user=user, tenant=partner.tenant, roles=[GLOBAL_ADMIN])
    if not user.email:
        return user
    if known:
        context = {"user": user, "partner": partner, "portal": settings.BASE_URL}
        enqueue(now=now, kind="partner-added", to_address=user.email, context=context, about=user)
    else:
        send_set_password_mail(user=user, now=now, kind=welcome)
    return user
