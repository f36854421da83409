"""A reseller takes no further requests from a provider, and takes that back."""

from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from relationships.blocks.models import RequestBlock
from relationships.partners.models import Partner
from relationships.partners.services import lock_partners


@transaction.atomic
def block_provider(*, actor: Actor, now: datetime, reseller: Partner, provider: Partner) -> RequestBlock:
    """Refuse this provider's further requests to this reseller. A block in force stays as it is.

    Nothing else changes: a partnership of the two goes on, a request that is open can still be answered.
    """
    lock_partners(reseller.pk, provider.pk)
    present = RequestBlock.objects.in_force().filter(reseller=reseller, provider=provider).first()
    if present:
        return present
    block = RequestBlock.objects.create(reseller=reseller, provider=provider, since=now, set_by=actor.name)
    audit.record(actor=actor, now=now, verb="request_block.set", subject=block, **_parties(block))
    return block


@transaction.atomic
def end_block(*, actor: Actor, now: datetime, block: RequestBlock) -> RequestBlock:
    """Let the provider ask again. Nothing if the block has ended already."""
    held = RequestBlock.objects.select_for_update(no_key=True).get(pk=block.pk)
    if held.ended_at is None:
        held.ended_at, held.ended_by = now, actor.name
        held.save(update_fields=["ended_at", "ended_by"])
        audit.record(actor=actor, now=now, verb="request_block.ended", subject=held, **_parties(held))
    return held


def _parties(block: RequestBlock) -> dict[str, str]:
    return {"reseller": str(block.reseller_id), "provider": str(block.provider_id)}
