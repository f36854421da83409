"""A person's own pages; signing in itself is django-allauth's."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.access import SignedInRequest, safe_next, signed_in
from foundation.access.middleware import SESSION_TENANT
from foundation.accounts import services
from foundation.accounts.forms import ProfileForm
from foundation.organisations.actor import Actor


def with_status(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer bad input with 400 and a dead link with 404, where django-allauth shows the page with 200."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        shown: dict[str, Any] = getattr(response, "context_data", None) or {}
        if shown.get("token_fail"):
            response.status_code = 404
        elif "form" in shown and shown["form"].errors:
            response.status_code = 400
        return response

    return answered


def changes_address(request: HttpRequest) -> bool:
    """Say whether the posted profile holds another contact address: whoever has it can set a new password."""
    return request.user.is_authenticated and request.POST.get("email", "").strip() != request.user.email


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, enabled=changes_address)  # type: ignore[untyped-decorator]
def profile(request: SignedInRequest) -> HttpResponse:
    """Show and change one's names, contact address and time zone; a new address asks for the password once more."""
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        actor = request.actor or Actor(user=request.user, tenant=None)
        services.update_profile(actor=actor, now=clock.now(), user=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile has been saved."))
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@require_POST
def organisation(request: SignedInRequest) -> HttpResponse:
    """Act for another of one's own organisations from now on."""
    chosen = request.POST.get("tenant", "")
    memberships = request.actor.memberships if request.actor else ()
    if chosen not in {str(each.tenant_id) for each in memberships}:
        raise Http404
    request.session[SESSION_TENANT] = chosen
    return redirect(safe_next(request, request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)
