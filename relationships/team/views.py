"""The *Team* page: who belongs to the company, with which roles, and who is invited."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.organisations.models import Membership
from foundation.organisations.table import table_for
from foundation.rules import Refused
from relationships.team.forms import InviteForm, RolesForm
from relationships.team.invitations import cancel_invitation, invite, send_again
from relationships.team.lists import TEAM, invitation_state, invitations_of, roles_named
from relationships.team.members import change_refusals, remove_member, set_roles
from relationships.team.models import TeamInvitation

INVITATIONS_SHOWN = 100


@member("team.view")
@require_safe
def team(request: PortalRequest) -> HttpResponseBase:
    """List the company's people, with the open invitations above them."""
    waiting = invitations_of(request.actor).order_by("-invited_at", "-pk")[:INVITATIONS_SHOWN]
    invited = [(each, roles_named(each), invitation_state(each)) for each in waiting]
    return list_page(request, TEAM, template="relationships/team/list.html", context={"invited": invited})


@member("team.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Invite a colleague."""
    form, status = InviteForm(request.POST or None, own_roles=request.actor.roles), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                invited = invite(actor=request.actor, now=clock.now(), **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused.refusals)
                status = 409
            else:
                messages.success(
                    request, _("An invitation is on its way to {address}.").format(address=invited.address)
                )
                return redirect("team")
    return render(request, "relationships/team/invite.html", {"form": form, "title": _("Invite")}, status=status)


@member("team.view")
@require_safe
def person(request: PortalRequest, membership_id: int) -> HttpResponse:
    """Show a colleague, with the roles to change for who may."""
    return member_page(request, find(request, membership_id))


@member("team.manage")
@require_POST
def change_roles(request: PortalRequest, membership_id: int) -> HttpResponse:
    """Set a colleague's roles."""
    found = find(request, membership_id)
    form = RolesForm(request.POST, own_roles=request.actor.roles, present=found.roles)
    if not form.is_valid():
        return member_page(request, found, form, status=400)
    try:
        set_roles(actor=request.actor, now=clock.now(), membership=found, roles=form.cleaned_data["roles"])
    except Refused as refused:
        form.refuse(refused.refusals)
        return member_page(request, found, form, status=409)
    messages.success(request, _("The roles of {person} are set.").format(person=found.user.display_name))
    return redirect("team_member", membership_id=found.pk)


@member("team.manage")
@require_POST
def remove(request: PortalRequest, membership_id: int) -> HttpResponse:
    """Remove a colleague from the company."""
    found = find(request, membership_id)
    remove_member(actor=request.actor, now=clock.now(), membership=found)
    text = _("{person} does not belong to your company any more.")
    messages.success(request, text.format(person=found.user.display_name))
    return redirect("team")


@member("team.manage")
@require_POST
def resend(request: PortalRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    sent = send_again(actor=request.actor, now=clock.now(), invitation=find_invitation(request, invitation_id))
    text = _("The invitation is on its way to {address} again; the link in the earlier mail is dead.")
    messages.success(request, text.format(address=sent.address))
    return redirect("team")


@member("team.manage")
@require_POST
def cancel(request: PortalRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    gone = cancel_invitation(actor=request.actor, now=clock.now(), invitation=find_invitation(request, invitation_id))
    messages.success(request, _("The invitation of {address} is cancelled.").format(address=gone.address))
    return redirect("team")


@member("team.view")
@require_safe
def roles(request: PortalRequest) -> HttpResponse:
    """Show what each role may do in an account of this kind."""
    context = {"table": table_for(request.actor.kinds), "title": _("Roles and what they may do")}
    return render(request, "relationships/team/roles.html", context)


def find(request: PortalRequest, membership_id: int) -> Membership:
    """Return a colleague's membership, or raise Http404."""
    mine = Membership.objects.visible_to(request.actor).select_related("user", "tenant")
    return get_object_or_404(mine, pk=membership_id)


def find_invitation(request: PortalRequest, invitation_id: UUID) -> TeamInvitation:
    """Return an invitation of one's own company, or raise Http404."""
    return get_object_or_404(TeamInvitation.objects.visible_to(request.actor), pk=invitation_id)


def member_page(
    request: PortalRequest, found: Membership, form: RolesForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a colleague's page."""
    own = request.actor.roles
    context = {
        "membership": found,
        "roles": roles_named(found),
        "form": form or RolesForm(own_roles=own, present=found.roles, initial={"roles": found.roles}),
        "may_manage": request.actor.may("team.manage"),
        "against": change_refusals(request.actor, found, ()),
        "title": found.user.display_name,
    }
    return render(request, "relationships/team/member.html", context, status=status)
