"""Changing what a provider says of itself in the directory."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.sorting import sort_name
from foundation.versions import check_version
from relationships.directory.models import ProviderListing
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner


@transaction.atomic
def save_listing(*, actor: Actor, now: datetime, version: int, values: Mapping[str, str | bool]) -> ProviderListing:
    """Write these values into the listing of the actor's company; it begins with its first values.

    `version` is the one that was seen, 0 for a listing that was not there. Values that stand there already change
    nothing and never collide. Raises Stale when somebody else has changed it since, ValueError for an actor who acts
    for no partner.
    """
    if actor.tenant_id is None:
        raise ValueError("A listing is changed by a person of a provider.")
    provider = lock_partner(Partner(pk=actor.tenant_id))
    stored = ProviderListing.objects.select_for_update().filter(provider=provider).first()
    listing = stored or ProviderListing(provider=provider, version=0)
    changed = {name: value for name, value in values.items() if stored is None or getattr(listing, name) != value}
    if not changed:
        return listing
    check_version(listing, version)
    before = {name: getattr(listing, name) for name in changed} if stored else {}
    for name, value in changed.items():
        setattr(listing, name, value)
    listing.sort_name = provider.sort_name
    listing.search_text = sort_name(f"{provider.name} {listing.headline}")[:400]
    listing.changed_at = now
    listing.version += 1
    listing.save(force_insert=stored is None)
    audit.record(actor=actor, now=now, verb="listing.changed", subject=listing, before=before, after=changed)
    return listing


@transaction.atomic
def hide_listing(*, actor: Actor, now: datetime, listing: ProviderListing) -> ProviderListing:
    """Take a listing out of the directory; its words stay. Nothing if it is not shown."""
    lock_partner(listing.provider)
    held = ProviderListing.objects.select_for_update().get(pk=listing.pk)
    if held.is_shown:
        held.is_shown, held.changed_at = False, now
        held.version += 1
        held.save(update_fields=["is_shown", "changed_at", "version"])
        audit.record(
            actor=actor,
            now=now,
            verb="listing.changed",
            subject=held,
            before={"is_shown": True},
            after={"is_shown": False},
        )
    return held
