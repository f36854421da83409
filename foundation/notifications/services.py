"""Telling people inside the portal what has happened."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from foundation.notifications.kinds import wording
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Tenant
from foundation.organisations.roles import PERMISSIONS, kinds_of
from foundation.users.models import User


def notify(
    *,
    now: datetime,
    tenant: Tenant,
    permission: str,
    kind: str,
    params: Mapping[str, str | int],
    url: str,
    only: User | None = None,
) -> list[Notification]:
    """Leave a notice for each member of the tenant who may do what `permission` names; `url` is a path of the portal.

    With `only` it is for that person alone, while a member with the permission.

    Nobody gets one where the account is of a kind for which that permission does not exist. Raises KeyError for a
    kind without words, a missing parameter or an unknown permission.
    """
    wording(kind, params)
    wanted = PERMISSIONS[permission]
    if wanted.kinds and not wanted.kinds & kinds_of(tenant):
        return []
    readers = Membership.objects.filter(
        tenant=tenant, ended_at=None, user__is_active=True, roles__overlap=sorted(wanted.roles)
    )
    if only is not None:
        readers = readers.filter(user=only)
    return Notification.objects.bulk_create(
        Notification(user_id=reader, tenant=tenant, kind=kind, params=dict(params), url=url, created_at=now)
        for reader in readers.values_list("user_id", flat=True)
    )


@transaction.atomic
def mark_read(*, actor: Actor, now: datetime, notice: Notification | None = None) -> int:
    """Mark one of the actor's unread notices read, or all of them; return how many. What was read stays as it was."""
    unread = Notification.objects.visible_to(actor).unread()
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=now)
