"""Who is acting, found once per request; and the answers to refusals."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from foundation.access import AnyRequest
from foundation.organisations.actor import Actor, member
from foundation.organisations.models import Membership
from foundation.rules import Refused
from foundation.versions import Stale

SESSION_TENANT = "tenant_id"
"""Session key of the tenant a person with several memberships acts for."""

OPEN_WHILE_PASSWORD_IS_TEMPORARY = ("account_change_password", "account_set_password", "account_logout")


class ActorMiddleware:
    """Set `request.actor`: the signed-in person's membership of the chosen tenant, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponse:
        request.actor = current_actor(request)
        return self.get_response(request)

    def process_view(
        self, request: AnyRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send somebody with a temporary password to the page that changes it (R38)."""
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        match = request.resolver_match
        if match and match.url_name in OPEN_WHILE_PASSWORD_IS_TEMPORARY:
            return None
        return redirect(reverse("account_change_password"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal, or an edit of something that has changed, which no form has shown: 409 and what to do."""
        if isinstance(exception, Refused):
            return render(request, "409.html", {"refusals": exception.refusals}, status=409)
        if isinstance(exception, Stale):
            return render(request, "409.html", status=409)
        return None


def current_actor(request: AnyRequest) -> Actor | None:
    """Return the actor of this request: the membership chosen in the session, else the oldest open one."""
    if not request.user.is_authenticated or not request.user.is_active:
        return None
    found = tuple(
        Membership.objects.filter(user=request.user, ended_at=None, tenant__deactivated_at=None)
        .select_related("tenant")
        .order_by("since", "pk")
    )
    if not found:
        return None
    chosen = request.session.get(SESSION_TENANT)
    current = next((each for each in found if str(each.tenant_id) == chosen), found[0])
    current.user = request.user
    return member(current, memberships=found)
