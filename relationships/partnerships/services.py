"""Opening a partnership."""

from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from relationships.delegation.services import grant
from relationships.partners.models import Partner
from relationships.partners.roles import ADMIN_AGENT, HELPDESK_AGENT
from relationships.partnerships.models import Partnership

ACCESS_ROLES = (ADMIN_AGENT, HELPDESK_AGENT)
"""What a provider gets in its reseller's account: the two groups of delegated administration (dossier 1.3)."""


@transaction.atomic
def open_partnership(*, actor: Actor, now: datetime, provider: Partner, reseller: Partner) -> Partnership:
    """Make two partners work together from now on.

    One row is in both parties' lists at once (R13). The provider gets admin access to the reseller's account (R14),
    which `delegation.services.revoke` takes back separately. No customer of either is touched (R18).

    The caller has locked both partners and checked the rules; the database refuses a second open partnership.
    """
    partnership = Partnership.objects.create(
        provider=provider,
        reseller=reseller,
        provider_sort_name=provider.sort_name,
        reseller_sort_name=reseller.sort_name,
        since=now,
        accepted_by=actor.name,
    )
    grant(actor=actor, now=now, granting=reseller.tenant, holder=provider.tenant, roles=ACCESS_ROLES)
    audit.record(
        actor=actor, now=now, verb="partnership.opened", subject=partnership,
        provider=str(provider.pk), reseller=str(reseller.pk),
    )
    return partnership
