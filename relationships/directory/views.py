"""*Find a provider* for resellers, and *Directory listing* for the provider that wants to be found."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.places.names import country_name
from foundation.versions import Stale, version_from
from relationships.directory.forms import ListingForm
from relationships.directory.lists import DIRECTORY
from relationships.directory.models import ProviderListing
from relationships.directory.services import save_listing
from relationships.partners.models import Partner


@member("directory.view")
@require_safe
def directory(request: PortalRequest) -> HttpResponseBase:
    """List the providers of one's own region that want to be found."""
    return list_page(request, DIRECTORY, template="relationships/directory/list.html")


@member("listing.view")
@require_safe
def own_listing(request: PortalRequest) -> HttpResponse:
    """Show the listing as resellers read it, and whether they do."""
    provider = own_company(request)
    context = {
        "provider": provider,
        "country": country_name(provider.tenant.country_id),
        "listing": getattr(provider, "listing", None),
        "title": _("Directory listing"),
    }
    return render(request, "relationships/directory/own.html", context)


@member("listing.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_listing(request: PortalRequest) -> HttpResponse:
    """Change the listing: 400 for bad input, 409 when somebody has changed it meanwhile."""
    provider = own_company(request)
    stored = getattr(provider, "listing", None)
    form = ListingForm(request.POST if request.method == "POST" else None, listing=stored)
    version, status = version_from(request.POST) if form.is_bound else getattr(stored, "version", 0), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                saved = save_listing(actor=request.actor, now=clock.now(), version=version, values=form.cleaned_data)
            except Stale as stale:
                form.show_stored(stale.current)
                status, version = 409, stale.current.version
            else:
                shown, hidden = _("You are listed in the directory."), _("The listing is saved; it is not shown.")
                messages.success(request, shown if saved.is_shown else hidden)
                return redirect("own_listing")
    context = {
        "form": form,
        "version": version,
        "provider": provider,
        "country": country_name(provider.tenant.country_id),
        "listing": typed(form) if form.is_bound else stored,
        "title": _("Edit directory listing"),
    }
    return render(request, "relationships/directory/edit.html", context, status=status)


@member("listing.manage")
@require_POST
def preview_listing(request: PortalRequest) -> HttpResponse:
    """Answer with what resellers would read, as just typed. Nothing is written."""
    provider = own_company(request)
    context = {
        "provider": provider,
        "country": country_name(provider.tenant.country_id),
        "listing": typed(ListingForm(request.POST, listing=None)),
    }
    return render(request, "relationships/directory/card.html", context)


def typed(form: ListingForm) -> ProviderListing:
    """Return what was typed as a listing, for its preview; what is no good yet is left out."""
    form.is_valid()
    return ProviderListing(**form.cleaned_data)


def own_company(request: PortalRequest) -> Partner:
    """Return one's own company with its listing, if it has one, or raise Http404 for who acts for no partner."""
    partners = Partner.objects.visible_to(request.actor).select_related("tenant", "region", "listing")
    return get_object_or_404(partners, pk=request.actor.tenant_id)
