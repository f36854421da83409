"""Opening a partnership, holding on to one, and closing it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

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

    All of a transaction's at once: they are locked in the order of their keys, so that nobody waits in a circle. The
    ended ones of the same two are held as well: they carry the same number of customers.
    """
    held = Partnership.objects.filter(provider=provider_id, reseller__in={each for each in reseller_ids if each})
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def count_customers(*, provider_id: UUID, reseller_id: UUID, change: int) -> None:
    """Note that the provider serves so many customers more (or fewer) through the reseller.

    Called with their partnerships held, in the transaction that writes the relationships; the ended ones count as well.
    """
    partnerships = Partnership.objects.filter(provider=provider_id, reseller=reseller_id)
    partnerships.update(customer_count=F("customer_count") + change)


@transaction.atomic
def open_partnership(*, actor: Actor, now: datetime, provider: Partner, reseller: Partner) -> Partnership:
    """Make two partners work together from now on.

    One row is in both parties' lists at once (R13). The provider gets admin access to the reseller's account (R14),
    which `delegation.services.revoke` takes back separately. No customer of either is touched (R18).

    The caller has locked both partners and checked the rules; the database refuses a second open partnership. What an
    earlier one has left (R67) counts as customers of the new one.
    """
    hold_partnerships(provider_id=provider.pk, reseller_ids=[reseller.pk])
    earlier = Partnership.objects.filter(provider=provider, reseller=reseller).values_list("customer_count", flat=True)
    partnership = Partnership.objects.create(
        provider=provider,
        reseller=reseller,
        provider_sort_name=provider.sort_name,
        reseller_sort_name=reseller.sort_name,
        since=now,
        accepted_by=actor.name,
        customer_count=earlier.first() or 0,
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


@transaction.atomic
def close_partnership(*, actor: Actor, now: datetime, partnership: Partnership, by: str, reason: str) -> Partnership:
    """End a partnership. Its row stays, and nothing else changes: customers, admin rights (R67), subscriptions (R68).

    The caller has locked it and checked the rules; from now on R10 refuses whatever needs an open partnership. `by` is
    who decided it, which may have been long before `now`.
    """
    partnership.ended_at, partnership.ended_by, partnership.end_reason = now, by, reason
    partnership.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.record(
        actor=actor,
        now=now,
        verb="partnership.ended",
        subject=partnership,
        provider=str(partnership.provider_id),
        reseller=str(partnership.reseller_id),
        by=by,
        reason=reason,
    )
    return partnership
