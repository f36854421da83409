"""Opening a partnership, and holding on to one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from relationships.delegation.services import grant
from relationships.partners.models import Partner
from relationships.partners.roles import ADMIN_AGENT, HELPDESK_AGENT
from relationships.partnerships.models import Partnership

ACCESS_ROLES = (ADMIN_AGENT, HELPDESK_AGENT)
"""What a provider gets in its reseller's account: the two groups of delegated administration (dossier 1.3)."""


def hold_partnerships(*, provider_id: UUID, reseller_ids: Iterable[UUID | None]) -> None:
    """Hold off an end of the provider's partnerships with these resellers until the transaction ends.

    All of a transaction's at once: they are locked in the order of their keys, so that nobody waits in a circle.
    """
    held = Partnership.objects.open().filter(provider=provider_id, reseller__in={each for each in reseller_ids if each})
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))


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
        actor=actor,
        now=now,
        verb="partnership.opened",
        subject=partnership,
        provider=str(provider.pk),
        reseller=str(reseller.pk),
    )
    return partnership
