"""Putting partners on record, enrolling, suspending and reactivating them."""

import re
from datetime import datetime

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
from foundation.rules import enforce
from foundation.users.models import User
from relationships.partners.domains import domain_for, is_taken
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.programmes import Programme
from relationships.partners.roles import GLOBAL_ADMIN
from relationships.partners.rules import ENROLLING_RULES, MPN_ID_PATTERN, NEW_PARTNER_RULES, Enrolling, NewPartner
from relationships.regions.models import RegionCountry


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
    domain: str | None = None,
    active: bool = True,
    welcome: str = "account-set-password",
) -> Partner:
    """Put a partner on record: organisation, tenant, enrolment, location MPN ID, and its first Global admin.

    `country` is an ISO code; the MPN ID is of the same country (R6). Without `domain` one is found. The enrolment is
    active at once, or pending when `active` is false. The admin gets a *set password* mail (of the kind `welcome`);
    somebody who can sign in already is told. Raises Refused with every rule against it, ValidationError for a mail
    address that is bad or that somebody else takes in this very moment.
    """
    code = canonical_country(country)
    domain = (domain or domain_for(company=company, address=admin_address)).strip().lower()
    facts = _facts(company, code, mpn_id, domain)
    enforce(NEW_PARTNER_RULES, facts)
    try:
        with transaction.atomic():
            partner = _write_partner(facts, code)
    except IntegrityError:  # Somebody has taken the domain or the MPN ID in this very moment.
        enforce(NEW_PARTNER_RULES, _facts(company, code, mpn_id, domain))
        raise
    enrol_partner(actor=actor, now=now, partner=partner, programme=programme, active=active)
    audit.record(actor=actor, now=now, verb="partner.added", subject=partner, domain=domain, mpn_id=mpn_id)
    names = (admin_first_name, admin_last_name)
    _add_admin(now=now, partner=partner, address=admin_address, names=names, welcome=welcome)
    return partner


def check_company(*, company: str, country: str, mpn_id: str) -> None:
    """Raise Refused if a company with these data cannot become a partner. Nothing is written."""
    enforce(NEW_PARTNER_RULES, _facts(company, canonical_country(country), mpn_id, domain=""))


@transaction.atomic
def enrol_partner(*, actor: Actor, now: datetime, partner: Partner, programme: str, active: bool = True) -> Enrolment:
    """Enrol a partner in a programme, at once or pending; a rejected enrolment in it is taken up again.

    Raises Refused (R32, enrolled already, account closed), ValueError for an unknown programme.
    """
    wanted = Programme(programme)
    partner = lock_partner(partner)
    rows = {row.programme: row for row in Enrolment.objects.filter(partner=partner)}
    present = frozenset(key for key, row in rows.items() if row.state != Enrolment.State.REJECTED)
    is_closed = partner.tenant.deactivated_at is not None
    enforce(ENROLLING_RULES, Enrolling(partner.name, wanted.value, present, is_closed))
    enrolment = rows.get(wanted.value) or Enrolment(partner=partner, programme=wanted)
    enrolment.state = Enrolment.State.ACTIVE if active else Enrolment.State.PENDING
    enrolment.requested_at, enrolment.decided_at, enrolment.reason = now, now if active else None, ""
    enrolment.save()
    audit.record(
        actor=actor,
        now=now,
        verb="enrolment.activated" if active else "enrolment.requested",
        subject=enrolment,
        programme=wanted.value,
    )
    return enrolment


@transaction.atomic
def close_partner(*, actor: Actor, now: datetime, partner: Partner) -> Partner:
    """Close the account of a partner that is in no programme, and free its MPN ID and its domain for their owner.

    Nobody can sign in for the account any more. The domain becomes one under `.invalid`, which no mail address is at;
    the audit keeps what both were. Raises ValueError while an enrolment is open. Nothing if it is closed already.
    """
    partner = lock_partner(partner)
    tenant = partner.tenant
    if partner.enrolments.exclude(state=Enrolment.State.REJECTED).exists():
        raise ValueError(f"{partner} is enrolled, or waits for a decision.")
    if tenant.deactivated_at:
        return partner
    mpn_ids = list(partner.locations.order_by("mpn_id").values_list("mpn_id", flat=True))
    audit.record(
        actor=actor, now=now, verb="partner.closed", subject=partner, domain=tenant.primary_domain, mpn_ids=mpn_ids
    )
    partner.locations.all().delete()
    tenant.primary_domain, tenant.deactivated_at = f"closed-{tenant.pk}.invalid", now
    tenant.save(update_fields=["primary_domain", "deactivated_at"])
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


def lock_partner(partner: Partner) -> Partner:
    """Return the partner's row, locked until the transaction ends; rows that refer to it can still be written."""
    return (
        Partner.objects.select_for_update(of=("self",), no_key=True)
        .select_related("tenant", "region")
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


def _facts(company: str, country: str, mpn_id: str, domain: str) -> NewPartner:
    market = RegionCountry.objects.filter(country=country).first()
    return NewPartner(
        company=company,
        country=country_name(country),
        region_key=market.region_id if market else "",
        mpn_id=mpn_id,
        mpn_id_fits=bool(re.fullmatch(MPN_ID_PATTERN, mpn_id)),
        mpn_id_taken=PartnerLocation.objects.filter(mpn_id=mpn_id).exists(),
        domain=domain,
        domain_taken=is_taken(domain),
    )


def _write_partner(facts: NewPartner, country: str) -> Partner:
    tenant = Tenant.objects.create(
        organisation=Organisation.objects.create(name=facts.company),
        name=facts.company,
        primary_domain=facts.domain,
        country_id=country,
    )
    partner = Partner.objects.create(tenant=tenant, name=facts.company, region_id=facts.region_key)
    PartnerLocation.objects.create(partner=partner, mpn_id=facts.mpn_id, country_id=country)
    return partner


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
