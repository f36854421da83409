"""Accepting an invitation: with the account one has, or with a new one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from foundation.accounts.services import create_user, verify_address
from foundation.audit import services as audit
from foundation.notifications.services import notify
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Tenant
from foundation.rules import Refusal, Refused, refusals
from foundation.users.models import User
from relationships.team.links import Followed
from relationships.team.models import TeamInvitation
from relationships.team.rules import INVITATION_RULES, VISITOR_RULES, Invitation


@transaction.atomic
def join(*, now: datetime, followed: Followed, user: User) -> Membership:
    """Make a signed-in person a member of the company that invited them.

    Raises Refused when the link is dead or the invitation is somebody else's; of many who press at once one joins, the
    others learn that it is done.
    """
    return _join(now, followed, user)


@transaction.atomic
def join_anew(*, now: datetime, followed: Followed, first_name: str, last_name: str, password: str) -> Membership:
    """Make an account for the address invited, with the password chosen, and join with it.

    The mailed link has shown that mail to the address arrives. Raises Refused as `join` does, ValidationError for an
    address that somebody signs in with already, or a password that is too weak.
    """
    invitation = _lock(followed)
    if against := refusals(INVITATION_RULES, joining_facts(Followed(invitation, followed.is_current), None, now)):
        raise Refused(against)
    user = create_user(
        username=invitation.address,
        email=invitation.address,
        first_name=first_name,
        last_name=last_name,
        password=password,
    )
    return _join(now, followed, user)


def why_not_join(followed: Followed, user: User | None, now: datetime) -> list[Refusal]:
    """Return why this person, or somebody not signed in, cannot use this link."""
    facts = joining_facts(followed, user, now)
    return refusals(INVITATION_RULES, facts) or refusals(VISITOR_RULES, facts)[:1]


def has_account(invitation: TeamInvitation) -> bool:
    """Say whether somebody signs in with the address invited, or has verified it as contact address."""
    known = Q(username__iexact=invitation.address) | Q(
        email__iexact=invitation.address, email_verified_at__isnull=False
    )
    return User.objects.filter(known).exists()


def joining_facts(followed: Followed, user: User | None, now: datetime) -> Invitation:
    """Return what is known when this person follows the link."""
    invitation = followed.invitation
    is_member = user is not None and user.memberships.filter(tenant=invitation.tenant_id, ended_at=None).exists()
    return Invitation(
        company=invitation.tenant.name,
        address=invitation.address,
        state=invitation.state_at(now),
        is_current=followed.is_current,
        visitor=user.username if user else "",
        is_for_visitor=user is None or is_for(invitation, user),
        is_member=is_member,
    )


def is_for(invitation: TeamInvitation, user: User) -> bool:
    """Say whether the address invited is this person's: the sign-in name, or the contact address.

    Anybody may write any contact address into the own profile. While it is not verified, it counts only if nobody
    else has an account with it: then the link, mailed there, verifies it.
    """
    if user.username.lower() == invitation.address:
        return True
    return user.email.lower() == invitation.address and (
        user.email_verified_at is not None or not has_account(invitation)
    )


def _join(now: datetime, followed: Followed, user: User) -> Membership:
    invitation = _lock(followed)
    is_current = followed.is_current and invitation.link_version == followed.invitation.link_version
    if against := why_not_join(Followed(invitation, is_current), user, now):
        raise Refused(against)
    actor = Actor(user=user, tenant=invitation.tenant)
    if user.email.lower() == invitation.address and user.email_verified_at is None:
        verify_address(actor=actor, now=now, user=user)
    membership = Membership.objects.create(user=user, tenant=invitation.tenant, roles=invitation.roles)
    invitation.accepted_at, invitation.membership = now, membership
    invitation.save(update_fields=["accepted_at", "membership"])
    audit.record(actor=actor, now=now, verb="membership.added", subject=membership, roles=membership.roles)
    notify(
        now=now,
        tenant=invitation.tenant,
        permission="team.manage",
        kind="team.joined",
        params={"person": user.display_name, "company": invitation.tenant.name},
        url=reverse("team"),
    )
    return membership


def _lock(followed: Followed) -> TeamInvitation:
    """Lock the company, as everything does that changes its people, and then the invitation."""
    Tenant.objects.select_for_update(no_key=True).get(pk=followed.invitation.tenant_id)
    rows = TeamInvitation.objects.select_for_update(of=("self",), no_key=True).select_related("tenant", "invited_by")
    return rows.get(pk=followed.invitation.pk)
