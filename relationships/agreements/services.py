"""Signing the partner agreement."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import SIGNING_RULES, Signing
from relationships.agreements.texts import CURRENT
from relationships.partners.models import Partner
from relationships.partners.services import activate_enrolments, lock_partner


@transaction.atomic
def sign_agreement(*, actor: Actor, now: datetime, text_version: str, agreed: bool) -> PartnerAgreement:
    """Sign the partner agreement for the actor's company, in its region and for good (R22).

    What it is Qualified in is Active from now on.

    `text_version` is the version that was read. Raises Refused when it is signed already, has changed since, was not
    agreed to or the actor is no Global admin; ValueError for an actor who acts for no partner.
    """
    if actor.user is None or actor.tenant_id is None:
        raise ValueError("An agreement is signed by a person of a partner.")
    partner = lock_partner(Partner(pk=actor.tenant_id))
    enforce(SIGNING_RULES, signing_of(actor, partner, text_version=text_version, agreed=agreed))
    agreement = PartnerAgreement.objects.create(
        partner=partner,
        region=partner.region,
        text_version=text_version,
        signed_at=now,
        signed_by=actor.user,
        signer_name=actor.user.display_name,
    )
    audit.record(
        actor=actor,
        now=now,
        verb="partner_agreement.signed",
        subject=agreement,
        region=partner.region_id,
        text_version=text_version,
    )
    activate_enrolments(actor=actor, now=now, partner=partner)
    return agreement


def signing_of(actor: Actor, partner: Partner, *, text_version: str = CURRENT.version, agreed: bool = True) -> Signing:
    """Return what is known of this person signing for this partner."""
    signed = PartnerAgreement.objects.filter(partner=partner, region=partner.region).first()
    return Signing(
        partner=partner.name,
        region=partner.region.name,
        signed_by=signed.signer_name if signed else "",
        signed_on=localdate(signed.signed_at).isoformat() if signed else "",
        may_sign=actor.may("agreement.sign"),
        version_read=text_version,
        version_now=CURRENT.version,
        agreed=agreed,
    )
