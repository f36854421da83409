"""Changing what a partner says of itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.versions import check_version
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner
from relationships.profiles.models import BillingProfile, LegalProfile, SupportProfile

Profile = LegalProfile | BillingProfile | SupportProfile


@transaction.atomic
def change_profile(
    *, actor: Actor, now: datetime, profile: type[Profile], version: int, values: Mapping[str, str]
) -> Profile:
    """Write these values into a profile of the actor's company; it begins with its first values.

    `version` is the one that was seen, 0 for a profile that was not there. Values that stand there already change
    nothing and never collide. Raises Stale when somebody else has changed it since, ValueError for an actor who acts
    for no partner.
    """
    if actor.tenant_id is None:
        raise ValueError("A profile is changed by a person of a partner.")
    partner = lock_partner(Partner(pk=actor.tenant_id))
    stored = profile.objects.select_for_update().filter(partner=partner).first()
    row = stored or profile(partner=partner, version=0)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    check_version(row, version)
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save(force_insert=stored is None)
    audit.record(
        actor=actor,
        now=now,
        verb=f"{profile._meta.verbose_name_raw.replace(' ', '_')}.changed",
        subject=row,
        before=before,
        after=changed,
    )
    return row
