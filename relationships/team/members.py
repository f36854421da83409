"""Changing colleagues' roles and ending their membership."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.mail.services import enqueue
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from foundation.rules import Refusal, Refused, refusals
from relationships.partners.people import global_admins
from relationships.partners.roles import GLOBAL_ADMIN, LABELS
from relationships.team.invitations import lock_company, rank_refusals
from relationships.team.rules import CHANGING_RULES, Changing


@transaction.atomic
def set_roles(*, actor: Actor, now: datetime, membership: Membership, roles: Iterable[str]) -> Membership:
    """Give a colleague exactly these roles (at least one) and say so by mail. Nothing if they are the same.

    Raises Refused for a role above one's own, the last Global admin, oneself or somebody removed meanwhile; ValueError
    for no roles.
    """
    lock_company(actor)
    membership, wanted = _lock(membership), sorted(set(roles))
    if not wanted:
        raise ValueError("A member has at least one role.")
    if wanted == sorted(membership.roles) and not membership.ended_at:
        return membership
    if against := change_refusals(actor, membership, wanted):
        raise Refused(against)
    before, membership.roles = membership.roles, wanted
    membership.save(update_fields=["roles"])
    audit.record(actor=actor, now=now, verb="membership.roles_set", subject=membership, before=before, after=wanted)
    _tell(now, membership, "team-roles", roles=", ".join(str(LABELS.get(role, role)) for role in wanted))
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, now: datetime, membership: Membership) -> Membership:
    """End a colleague's membership, at once, and say so by mail; what they did stays. Nothing if it has ended.

    Raises Refused for somebody above oneself, the last Global admin or oneself.
    """
    lock_company(actor)
    membership = _lock(membership)
    if membership.ended_at:
        return membership
    if against := change_refusals(actor, membership, ()):
        raise Refused(against)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    audit.record(actor=actor, now=now, verb="membership.ended", subject=membership, roles=membership.roles)
    _tell(now, membership, "team-removed")
    return membership


def change_refusals(actor: Actor, membership: Membership, wanted: Iterable[str]) -> list[Refusal]:
    """Return why this actor may not give the colleague these roles; none wanted means to remove them."""
    roles = set(wanted)
    admins = global_admins(membership.tenant_id)
    changing = Changing(
        person=membership.user.display_name,
        company=membership.tenant.name,
        is_oneself=actor.user is not None and actor.user.pk == membership.user_id,
        is_last_global_admin=[each.pk for each in admins] == [membership.user_id],
        stays_global_admin=GLOBAL_ADMIN in roles,
        has_left=membership.ended_at is not None,
    )
    return rank_refusals(actor, {*membership.roles, *roles}) + refusals(CHANGING_RULES, changing)


def _lock(membership: Membership) -> Membership:
    locked = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user", "tenant")
    return locked.get(pk=membership.pk)


def _tell(now: datetime, membership: Membership, kind: str, **words: str) -> None:
    user = membership.user
    if user.is_active and user.email:
        context = {"user": user, "company": membership.tenant.name, **words}
        enqueue(now=now, kind=kind, to_address=user.email, context=context, about=membership)
