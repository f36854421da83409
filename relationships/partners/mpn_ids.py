"""MPN IDs after a partner is on record: what is known of a number, and correcting one that is wrong."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import enforce
from relationships.partners.models import Partner, PartnerLocation
from relationships.partners.rules import MPN_ID_PATTERN, NewPartner, mpn_id_is_a_number, mpn_id_is_free
from relationships.partners.services import lock_partner

CORRECTING_RULES = (mpn_id_is_a_number, mpn_id_is_free)
"""What must hold of the number that takes the place of a wrong one."""


@transaction.atomic
def correct_mpn_id(
    *, actor: Actor, now: datetime, location: PartnerLocation, mpn_id: str, reason: str
) -> PartnerLocation:
    """Put another number in the place of a wrong one; kind and country stay, and so do the copies on past orders.

    Raises Refused for what is no MPN ID and for one that is in use.
    """
    partner = lock_partner(location.partner)
    location = PartnerLocation.objects.select_for_update().get(pk=location.pk)
    before = location.mpn_id
    if before == mpn_id:
        return location
    enforce(CORRECTING_RULES, facts_of_number(partner, mpn_id))
    location.mpn_id = mpn_id
    try:
        with transaction.atomic():
            location.save(update_fields=["mpn_id"])
    except IntegrityError:  # Somebody has put the number on record in this very moment.
        enforce(CORRECTING_RULES, facts_of_number(partner, mpn_id))
        raise
    audit.record(
        actor=actor, now=now, verb="mpn_id.corrected", subject=location, before=before, after=mpn_id, reason=reason
    )
    return location


def facts_of_number(partner: Partner, mpn_id: str) -> NewPartner:
    """Return what is known of a number that this partner is to have, as either kind of MPN ID."""
    country = country_name(partner.tenant.country_id)
    is_taken = PartnerLocation.objects.filter(mpn_id=mpn_id).exists()
    return NewPartner(
        company=partner.name,
        country=country,
        region_key=partner.region_id,
        mpn_id=mpn_id,
        mpn_country=country,
        global_mpn_id=mpn_id,
        unfit=None if re.fullmatch(MPN_ID_PATTERN, mpn_id) else mpn_id,
        mpn_id_taken=is_taken,
        mpn_id_is_global=False,
        global_mpn_id_taken=is_taken,
        domain=partner.tenant.primary_domain,
        domain_taken=False,
    )
