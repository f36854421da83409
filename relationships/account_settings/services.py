"""Naming the company's global MPN ID."""

from datetime import datetime

from django.db import IntegrityError, transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from relationships.account_settings.rules import GlobalId, has_no_global_id_yet
from relationships.partners.models import Partner, PartnerLocation
from relationships.partners.mpn_ids import facts_of_number
from relationships.partners.rules import global_mpn_id_is_free, mpn_id_is_a_number
from relationships.partners.services import lock_partner


@transaction.atomic
def add_global_mpn_id(*, actor: Actor, now: datetime, mpn_id: str) -> PartnerLocation:
    """Put the global MPN ID of the actor's company on record, in the country of its account.

    It names the company and is never used in transactions (R7). Raises Refused for a second one, for what is no MPN
    ID and for one that is in use, ValueError for an actor who acts for no partner.
    """
    if actor.tenant_id is None:
        raise ValueError("An MPN ID is added by a person of a partner.")
    partner = lock_partner(Partner(pk=actor.tenant_id))
    present = PartnerLocation.objects.filter(partner=partner, kind=PartnerLocation.Kind.GLOBAL).first()
    enforce((has_no_global_id_yet,), GlobalId(partner.name, str(present or "")))
    enforce((mpn_id_is_a_number, global_mpn_id_is_free), facts_of_number(partner, mpn_id))
    try:
        with transaction.atomic():
            added = PartnerLocation.objects.create(
                partner=partner,
                mpn_id=mpn_id,
                kind=PartnerLocation.Kind.GLOBAL,
                country_id=partner.tenant.country_id,
            )
    except IntegrityError:  # Somebody has put the number on record in this very moment.
        enforce((global_mpn_id_is_free,), facts_of_number(partner, mpn_id))
        raise
    audit.record(actor=actor, now=now, verb="mpn_id.added", subject=added, kind=added.kind)
    return added
