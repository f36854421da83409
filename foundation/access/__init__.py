"""Who may open an address. Every view carries one of these marks; a test fails on one that has none.

`public`: anybody. `signed_in`: anybody with an account. `member("permission")`: a member of a tenant whose roles
permit it: an account of a kind that has no such page gets 404, a member without the right 403.
Which rows are seen is not decided here but by `visible_to(actor)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from foundation.organisations.actor import Actor
from foundation.users.models import User

P = ParamSpec("P")


class AnyRequest(HttpRequest):
    """A request of anybody: what the middleware makes of it."""

    actor: Actor | None
    htmx: HtmxDetails


class SignedInRequest(AnyRequest):
    """A request of somebody with an account, who need not be a member of a tenant: what `signed_in` views get."""

    user: User


class PortalRequest(SignedInRequest):
    """A request of a member: what `member` views get."""

    actor: Actor


View = Callable[Concatenate[Any, P], HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """The mark on a view: `who` is public, signed_in or member."""

    who: str
    permission: str = ""


def public(view: View[P]) -> View[P]:
    """Let anybody in."""
    marked = login_not_required(view)
    marked.access = Access("public")  # type: ignore[attr-defined]
    return marked


def signed_in(view: View[P]) -> View[P]:
    """Let in anybody with an account, member of a tenant or not."""

    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    guarded.access = Access("signed_in")  # type: ignore[attr-defined]
    return cast("View[P]", guarded)


def member(permission: str) -> Callable[[View[P]], View[P]]:
    """Let in members whose roles and kind of account permit `permission`."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if request.actor is None:
                return no_membership(request)
            if not request.actor.kind_allows(permission):
                raise Http404
            if not request.actor.may(permission):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)  # A page behind a sign-in is not to come back from a shared cache.
            return response

        guarded.access = Access("member", permission)  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return mark


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page and back here; a fragment tells HTMX to leave the whole page.

    What was posted is lost with the sign-in: the way back leads to the page it was sent from, where there is one.
    """
    from_page = request.headers.get("HX-Current-URL", "")
    if request.headers.get("HX-Request") == "true":
        wanted = safe_next(request, from_page) or "/"
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = redirect_to_login(wanted).url
        return answer
    here = request.get_full_path()
    sent_from = "" if request.method in {"GET", "HEAD"} else safe_next(request, request.headers.get("Referer", ""))
    return redirect_to_login(sent_from or here)


def no_membership(request: HttpRequest) -> HttpResponse:
    """Explain to somebody signed in without a membership why nothing is shown."""
    return render(request, "access/no_membership.html", status=403)


def safe_next(request: HttpRequest, url: str) -> str:
    """Return `url` if it leads into this portal, else an empty string."""
    here = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if here else ""
