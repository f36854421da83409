"""Inviting colleagues by mail, sending an invitation again, and taking it back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership, Tenant
from foundation.rules import Refusal, Refused, enforce, refusals
from relationships.partners.roles import LABELS, rank_of
from relationships.team.links import KIND, link_of
from relationships.team.models import TeamInvitation
from relationships.team.rules import (
    INVITATION_RULES,
    INVITING_RULES,
    Giving,
    Invitation,
    Inviting,
    Mailing,
    is_not_mailed_too_often,
    is_within_own_rank,
)

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@transaction.atomic
def invite(*, actor: Actor, now: datetime, address: str, roles: Iterable[str]) -> TeamInvitation:
    """Ask somebody by mail to join the actor's company with these roles (at least one).

    Nobody is a member before saying yes. Raises Refused, ValueError for an actor of no company or for no roles.
    """
    tenant, wanted = lock_company(actor), sorted(set(roles))
    if actor.user is None or not wanted:
        raise ValueError("A person of a company invites to at least one role.")
    address = address.strip().lower()
    against = [
        *rank_refusals(actor, wanted),
        *refusals(INVITING_RULES, _inviting(tenant, address, now)),
        *mailing_refusals(tenant, address, now),
    ]
    if against:
        raise Refused(against)
    _close_expired(tenant, address, now)
    invitation = TeamInvitation.objects.create(
        tenant=tenant,
        address=address,
        roles=wanted,
        invited_by=actor.user,
        invited_at=now,
        expires_at=now + timedelta(days=settings.TEAM_INVITATION_DAYS),
    )
    audit.record(actor=actor, now=now, verb="invitation.sent", subject=invitation, roles=wanted)
    _mail(now, invitation)
    return invitation


@transaction.atomic
def send_again(*, actor: Actor, now: datetime, invitation: TeamInvitation) -> TeamInvitation:
    """Send an open or expired invitation again with a new link; the old link is dead. Raises Refused."""
    tenant, invitation = lock_company(actor), _lock(invitation)
    if invitation.state_at(now) != "expired":
        enforce(INVITATION_RULES, facts_of(invitation, now))
    against = rank_refusals(actor, invitation.roles) + mailing_refusals(tenant, invitation.address, now)
    if against:
        raise Refused(against)
    mail.cancel(now=now, about=invitation)
    invitation.link_version += 1
    invitation.expires_at = now + timedelta(days=settings.TEAM_INVITATION_DAYS)
    invitation.save(update_fields=["link_version", "expires_at"])
    audit.record(actor=actor, now=now, verb="invitation.sent_again", subject=invitation)
    _mail(now, invitation)
    return invitation


@transaction.atomic
def cancel_invitation(*, actor: Actor, now: datetime, invitation: TeamInvitation) -> TeamInvitation:
    """Take an invitation back: its link is dead, a waiting mail cancelled. Raises Refused when it is used already."""
    lock_company(actor)
    invitation = _lock(invitation)
    if invitation.state_at(now) != "expired":
        enforce(INVITATION_RULES, facts_of(invitation, now))
    if against := rank_refusals(actor, invitation.roles):
        raise Refused(against)
    invitation.cancelled_at = now
    invitation.save(update_fields=["cancelled_at"])
    audit.record(actor=actor, now=now, verb="invitation.cancelled", subject=invitation)
    mail.cancel(now=now, about=invitation)
    return invitation


def lock_company(actor: Actor) -> Tenant:
    """Lock the actor's company: its people change one at a time. Raises ValueError for an actor of none."""
    if actor.tenant_id is None:
        raise ValueError("People are added to and removed from a company.")
    return Tenant.objects.select_for_update(no_key=True).get(pk=actor.tenant_id)


def rank_refusals(actor: Actor, roles: Iterable[str]) -> list[Refusal]:
    """Return why this actor may not touch these roles."""
    highest = max(roles, key=lambda role: rank_of([role]), default="")
    giving = Giving(str(LABELS.get(highest, highest)), rank_of([highest]), rank_of(actor.roles))
    return refusals((is_within_own_rank,), giving)


def mailing_refusals(tenant: Tenant, address: str, now: datetime) -> list[Refusal]:
    """Return why this company may not mail an invitation to an address now; mails that never left do not count."""
    own = TeamInvitation.objects.filter(tenant=tenant, address=address).values_list("pk", flat=True)
    mails = OutgoingMail.objects.filter(
        about_type=TeamInvitation._meta.label, about_id__in=[str(each) for each in own], created_at__gt=now - WEEK
    )
    count = mails.exclude(state=OutgoingMail.State.CANCELLED).count()
    return refusals((is_not_mailed_too_often,), Mailing(address, tenant.name, count))


def facts_of(invitation: TeamInvitation, now: datetime) -> Invitation:
    """Return the facts of an invitation whose present link was followed by nobody in particular."""
    return Invitation(invitation.tenant.name, invitation.address, invitation.state_at(now), is_current=True)


def _inviting(tenant: Tenant, address: str, now: datetime) -> Inviting:
    people = Q(user__username__iexact=address) | Q(user__email__iexact=address, user__email_verified_at__isnull=False)
    open_ones = TeamInvitation.objects.filter(tenant=tenant).open_at(now)
    earlier = open_ones.filter(address=address).first()
    cancelled = TeamInvitation.objects.filter(tenant=tenant, cancelled_at__isnull=False, invited_at__gt=now - DAY)
    return Inviting(
        address=address,
        company=tenant.name,
        is_member=Membership.objects.filter(people, tenant=tenant, ended_at=None).exists(),
        open_since=localdate(earlier.invited_at).isoformat() if earlier else "",
        open_count=open_ones.count() + cancelled.count(),
    )


def _close_expired(tenant: Tenant, address: str, now: datetime) -> None:
    """Make room for a new invitation where an old one has run out."""
    old = TeamInvitation.objects.filter(tenant=tenant, address=address, accepted_at=None, cancelled_at=None)
    old.filter(expires_at__lte=now).update(cancelled_at=now)


def _lock(invitation: TeamInvitation) -> TeamInvitation:
    locked = TeamInvitation.objects.select_for_update(of=("self",), no_key=True).select_related("tenant", "invited_by")
    return locked.get(pk=invitation.pk)


def _mail(now: datetime, invitation: TeamInvitation) -> None:
    mail.enqueue(
        now=now,
        kind=KIND,
        to_address=invitation.address,
        context={
            "company": invitation.tenant.name,
            "inviter": invitation.invited_by.display_name,
            "roles": ", ".join(str(LABELS.get(role, role)) for role in invitation.roles),
            "days": settings.TEAM_INVITATION_DAYS,
        },
        link=link_of(invitation),
        about=invitation,
        reply_to=invitation.invited_by.email,
        from_name=invitation.tenant.name,
    )
