"""The page behind the link of an invitation. Opening it changes nothing."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation import clock
from foundation.access import AnyRequest, public
from foundation.access.middleware import SESSION_TENANT
from foundation.rules import Refusal, Refused
from foundation.users.models import User
from relationships.team.forms import JoinForm
from relationships.team.joining import has_account, join as join_company, join_anew, why_not_join
from relationships.team.links import Followed, follow
from relationships.team.lists import roles_named

CONFLICT = 409


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: AnyRequest, token: str) -> HttpResponse:
    """Show who invites and as what; POST joins, with the account one is signed in with or with a new one."""
    followed = follow(token)
    if followed is None:
        return render(request, "relationships/team/unknown.html", {"title": _("This link does not work")}, status=404)
    user = request.user if isinstance(request.user, User) else None
    against = why_not_join(followed, user, clock.now())
    if against:
        return refused_page(request, followed, against)
    if user is None and has_account(followed.invitation):
        return join_page(request, followed, token)
    if request.method != "POST":
        return join_page(request, followed, token, None if user else JoinForm(address=followed.invitation.address))
    return accept(request, followed, token, user)


def accept(request: AnyRequest, followed: Followed, token: str, user: User | None) -> HttpResponse:
    """Join, and go to the Dashboard of the company joined."""
    form = None if user else JoinForm(request.POST, address=followed.invitation.address)
    if form is not None and not form.is_valid():
        return join_page(request, followed, token, form, status=400)
    try:
        if form is None:
            membership = join_company(now=clock.now(), followed=followed, user=user or User())
        else:
            membership = join_anew(now=clock.now(), followed=followed, **form.cleaned_data)
            login(request, membership.user)
    except Refused as refused:
        return refused_page(request, followed, refused.refusals)
    except ValidationError:  # Somebody has made an account of this name in this very moment.
        return redirect("join", token=token)
    request.session[SESSION_TENANT] = str(membership.tenant_id)
    messages.success(request, _("You belong to {company} now.").format(company=membership.tenant.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


def join_page(
    request: AnyRequest, followed: Followed, token: str, form: JoinForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw who invites, and what there is to do: sign in, make an account, or simply join."""
    invitation = followed.invitation
    context = {
        "invitation": invitation,
        "roles": roles_named(invitation),
        "form": form,
        "here": request.get_full_path(),
        "title": _("Join {company}").format(company=invitation.tenant.name),
    }
    return render(request, "relationships/team/join.html", context, status=status)


def refused_page(request: AnyRequest, followed: Followed, against: Sequence[Refusal]) -> HttpResponse:
    """Say why the invitation cannot be accepted and what to do."""
    context = {
        "against": against,
        "codes": {each.code for each in against},
        "here": request.get_full_path(),
        "title": _("This invitation cannot be accepted"),
    }
    return render(request, "relationships/team/refused.html", context, status=CONFLICT)
