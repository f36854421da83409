"""One's saved views of a list: a menu over the list, loaded when it is opened, and a page of its own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import SignedInRequest, no_membership, safe_next, signed_in
from foundation.lists.address import query_of
from foundation.lists.declaration import LISTS, List
from foundation.organisations.actor import Actor
from foundation.rules import Refused
from foundation.saved_filters import services
from foundation.saved_filters.forms import NameForm
from foundation.saved_filters.models import SavedFilter

LONGEST = SavedFilter._meta.get_field("query").max_length or 0


@dataclass(frozen=True)
class Origin:
    """The list from which somebody came: its declaration, its path, and what stood in its address."""

    listing: List
    path: str
    query: str

    @property
    def here(self) -> str:
        """The address to go back to."""
        return f"{self.path}?{self.query}" if self.query else self.path


@signed_in
@require_safe
def saved_filters(request: SignedInRequest) -> HttpResponse:
    """Show one's views of a list, and a form to save the present one."""
    if request.actor is None:
        return no_membership(request)
    return filters_page(request, request.actor, origin_of(request, request.GET), NameForm())


@signed_in
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Save what stands in the address of a list under a name."""
    if request.actor is None:
        return no_membership(request)
    origin, form = origin_of(request, request.POST), NameForm(request.POST)
    if not form.is_valid():
        return filters_page(request, request.actor, origin, form, status=400)
    name = form.cleaned_data["name"]
    try:
        services.save_filter(
            actor=request.actor, now=clock.now(), list_key=origin.listing.key, name=name, query=origin.query
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return filters_page(request, request.actor, origin, form, status=409)
    messages.success(request, _("The view “{name}” is saved.").format(name=name))
    return redirect(origin.here)


@signed_in
@require_POST
def rename(request: SignedInRequest, filter_id: int) -> HttpResponse:
    """Give one of one's views another name."""
    if request.actor is None:
        return no_membership(request)
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.actor), pk=filter_id)
    origin, form = origin_of(request, request.POST, key=saved.list_key), NameForm(request.POST, prefix=prefix_of(saved))
    if not form.is_valid():
        return filters_page(request, request.actor, origin, NameForm(), renamed=(saved, form), status=400)
    try:
        services.rename_filter(actor=request.actor, now=clock.now(), saved=saved, name=form.cleaned_data["name"])
    except Refused as refused:
        form.refuse(refused.refusals)
        return filters_page(request, request.actor, origin, NameForm(), renamed=(saved, form), status=409)
    except SavedFilter.DoesNotExist:  # Removed in another tab in this very moment.
        raise Http404 from None
    messages.success(request, _("The view is called “{name}” now.").format(name=form.cleaned_data["name"]))
    return redirect(origin.here)


@signed_in
@require_POST
def delete(request: SignedInRequest, filter_id: int) -> HttpResponse:
    """Remove one of one's views."""
    if request.actor is None:
        return no_membership(request)
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.actor), pk=filter_id)
    origin = origin_of(request, request.POST, key=saved.list_key)
    services.delete_filter(actor=request.actor, now=clock.now(), saved=saved)
    messages.success(request, _("The view “{name}” is removed.").format(name=saved.name))
    return redirect(origin.here)


def origin_of(request: SignedInRequest, told: QueryDict, *, key: str = "") -> Origin:
    """Return the list that the request names (`list`, `here`). Raises BadRequest for one that there is not."""
    listing, here = LISTS.get(key or told.get("list", "")), safe_next(request, told.get("here", ""))
    if listing is None or not here.startswith("/"):
        raise BadRequest("No such list.")
    parts = urlsplit(here)
    return Origin(listing, parts.path, query_of(listing, QueryDict(parts.query))[:LONGEST])


def prefix_of(saved: SavedFilter) -> str:
    """Return what tells the fields of one view's form from the others'."""
    return f"view{saved.pk}"


def filters_page(
    request: SignedInRequest,
    actor: Actor,
    origin: Origin,
    form: NameForm,
    *,
    renamed: tuple[SavedFilter, NameForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the menu for HTMX, else the page; `renamed` is a form for another name that was not taken."""
    forms = {renamed[0].pk: renamed[1]} if renamed else {}
    mine = SavedFilter.objects.visible_to(actor).filter(list_key=origin.listing.key).order_by("name", "pk")
    views = [
        (saved, forms.get(saved.pk) or NameForm(prefix=prefix_of(saved), initial={"name": saved.name}))
        for saved in mine
    ]
    context = {
        "origin": origin,
        "views": views,
        "form": form,
        "title": _("Saved views: {list}").format(list=origin.listing.title),
    }
    is_menu = request.htmx and status == 200
    template = "saved_filters/menu.html" if is_menu else "saved_filters/page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
