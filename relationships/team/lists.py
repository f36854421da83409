"""The list of a company's people, and that of its open invitations."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import Choice, Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from foundation.ui.states import Badge, badge
from relationships.partners.roles import LABELS
from relationships.team.models import TeamInvitation


def members_of(actor: Actor) -> QuerySet[Membership]:
    """Return the people of the actor's company."""
    return Membership.objects.visible_to(actor).select_related("user")


def page_of(membership: Any) -> str:
    """Return the address of a colleague's page."""
    return reverse("team_member", kwargs={"membership_id": membership.pk})


def roles_named(row: Any) -> str:
    """Return the roles of a member or of an invitation by their names, the highest first."""
    return ", ".join(str(label) for key, label in LABELS.items() if key in row.roles) or str(_("Default user"))


def state_of(membership: Any) -> Badge:
    """Return whether the person can sign in."""
    if membership.user.is_active:
        return badge("active", _("Active"), "success")
    return badge("inactive", _("Deactivated"), "neutral")


def with_role(rows: QuerySet[Any], role: str) -> QuerySet[Any]:
    """Narrow the rows to who has a role."""
    return rows.filter(roles__contains=[role])


TEAM = List(
    key="team",
    title=_("Team"),
    queryset=members_of,
    columns=[
        Column("name", _("Name"), value=lambda row: row.user.display_name, link=page_of),
        Column("sign_in", _("Sign-in name"), value=lambda row: row.user.username),
        Column("roles", _("Roles"), value=roles_named),
        Column("since", _("Member since"), value=lambda row: row.since, order="since"),
        Column("last", _("Last sign-in"), value=lambda row: row.user.last_login),
        Column("state", _("State"), value=state_of),
    ],
    orders={"since": ("-since", "-id")},
    default_order="since",
    empty=Empty(_("Nobody yet"), icon="people"),
    filters=[Choice("role", _("Role"), list(LABELS.items()), with_role)],
    search=("user__username", "user__first_name", "user__last_name"),
    export_name="Team",
)


def invitations_of(actor: Actor) -> QuerySet[TeamInvitation]:
    """Return the invitations that nobody has answered yet, expired ones included."""
    return TeamInvitation.objects.visible_to(actor).unanswered().select_related("tenant", "invited_by")


def invitation_state(invitation: Any) -> Badge:
    """Return whether the invitation can still be accepted, and until when."""
    if invitation.state_at(clock.now()) == "expired":
        return badge("expired", _("Expired"))
    until = localdate(invitation.expires_at)
    return badge("sent", _("Waiting until {day}").format(day=until.isoformat()), "info")
