"""A provider's page in the directory with *Request a partnership*, and the pages of what has been asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.audit.timeline import subject_of, timeline
from foundation.lists import list_page
from foundation.places.names import country_name
from foundation.rules import Refused
from relationships.directory.models import ProviderListing
from relationships.requests.tabs import request_action, tabs_of_resellers
from relationships.reseller_requests import services
from relationships.reseller_requests.facts import approach_facts, reply_facts
from relationships.reseller_requests.forms import AskForm, ReasonForm
from relationships.reseller_requests.lists import MADE, RECEIVED
from relationships.reseller_requests.models import ResellerRequest
from relationships.reseller_requests.rules import approach_refusals, reply_refusals


@member("directory.view")
@require_safe
def listing(request: PortalRequest, provider_id: UUID) -> HttpResponse:
    """Show what a provider says of itself, and the form to ask it, or why it cannot be asked."""
    return listing_page(request, find_listing(request, provider_id), AskForm())


@member("partnerships.ask")
@require_POST
def ask(request: PortalRequest, provider_id: UUID) -> HttpResponse:
    """Ask the provider for a partnership."""
    found, form = find_listing(request, provider_id), AskForm(request.POST)
    if not form.is_valid():
        return listing_page(request, found, form, status=400)
    try:
        made = services.ask_provider(actor=request.actor, now=clock.now(), provider=found.provider, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused.refusals)
        return listing_page(request, found, form, status=409)
    text = _("{provider} is asked for a partnership; you are told when it has answered.")
    messages.success(request, text.format(provider=found.provider.name))
    return redirect("made_request", asking_id=made.pk)


@member("partnerships.request")
@require_safe
def received_requests(request: PortalRequest) -> HttpResponseBase:
    """List the requests of resellers."""
    context = {"tabs": tabs_of_resellers("received_requests"), "action": request_action(request.actor)}
    return list_page(request, RECEIVED, template="relationships/resellers/list.html", context=context)


@member("partnerships.request")
@require_safe
def received_request(request: PortalRequest, asking_id: UUID) -> HttpResponse:
    """Show who asks, and the two answers or why there is none."""
    return received_page(request, find_received(request, asking_id), ReasonForm())


@member("partnerships.request")
@require_POST
def accept(request: PortalRequest, asking_id: UUID) -> HttpResponse:
    """Accept the request, which opens the partnership."""
    asked = find_received(request, asking_id)
    services.accept_reseller_request(actor=request.actor, now=clock.now(), request=asked)
    messages.success(request, _("You and {reseller} are partners now.").format(reseller=asked.reseller.name))
    return redirect("reseller", partner_id=asked.reseller_id)


@member("partnerships.request")
@require_POST
def decline(request: PortalRequest, asking_id: UUID) -> HttpResponse:
    """Decline the request, with or without a reason."""
    asked, form = find_received(request, asking_id), ReasonForm(request.POST)
    if not form.is_valid():
        return received_page(request, asked, form, status=400)
    try:
        services.decline_reseller_request(
            actor=request.actor, now=clock.now(), request=asked, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return received_page(request, find_received(request, asking_id), form, status=409)
    messages.success(request, _("The request of {reseller} is declined.").format(reseller=asked.reseller.name))
    return redirect("received_requests")


@member("providers.view")
@require_safe
def made_requests(request: PortalRequest) -> HttpResponseBase:
    """List the requests that one's own company has made."""
    return list_page(request, MADE, template="relationships/reseller_requests/made_list.html")


@member("providers.view")
@require_safe
def made_request(request: PortalRequest, asking_id: UUID) -> HttpResponse:
    """Show a request of one's own company and what has become of it."""
    asked = find_made(request, asking_id)
    now = clock.now()
    context = {
        "asked": asked,
        "state": asked.state_at(now),
        "ended_at": asked.ended_at(now),
        "country": country_name(asked.provider.tenant.country_id),
        "is_open": asked.is_open_at(now),
        "events": timeline([subject_of(asked)], reader=request.actor.tenant_id),
        "title": asked.provider.name,
    }
    return render(request, "relationships/reseller_requests/made.html", context)


@member("partnerships.ask")
@require_POST
def withdraw(request: PortalRequest, asking_id: UUID) -> HttpResponse:
    """Take a request back."""
    asked = find_made(request, asking_id)
    services.withdraw_reseller_request(actor=request.actor, now=clock.now(), request=asked)
    messages.success(request, _("The request to {provider} is withdrawn.").format(provider=asked.provider.name))
    return redirect("made_request", asking_id=asked.pk)


def find_listing(request: PortalRequest, provider_id: UUID) -> ProviderListing:
    """Return the listing of another provider that this reseller finds, or raise Http404."""
    others = ProviderListing.objects.visible_to(request.actor).found().exclude(provider=request.actor.tenant_id)
    return get_object_or_404(others.select_related("provider__tenant", "provider__region"), provider=provider_id)


def find_received(request: PortalRequest, asking_id: UUID) -> ResellerRequest:
    """Return a request that one's own company has got, or raise Http404."""
    mine = ResellerRequest.objects.visible_to(request.actor).filter(provider=request.actor.tenant_id)
    parties = ("reseller__tenant", "reseller__region", "provider__tenant", "created_by")
    return get_object_or_404(mine.select_related(*parties), pk=asking_id)


def find_made(request: PortalRequest, asking_id: UUID) -> ResellerRequest:
    """Return a request that one's own company has made, or raise Http404."""
    mine = ResellerRequest.objects.visible_to(request.actor).filter(reseller=request.actor.tenant_id)
    parties = ("provider__tenant", "provider__region", "reseller__tenant", "created_by")
    return get_object_or_404(mine.select_related(*parties), pk=asking_id)


def listing_page(request: PortalRequest, found: ProviderListing, form: AskForm, *, status: int = 200) -> HttpResponse:
    """Draw a provider's page, with the form for who may ask."""
    tenant, against = request.actor.tenant, []
    if tenant:
        facts = approach_facts(reseller=tenant, provider=found.provider, now=clock.now(), ticked=True)
        against = approach_refusals(facts)
    context = {
        "listing": found,
        "provider": found.provider,
        "country": country_name(found.provider.tenant.country_id),
        "form": form,
        "against": against,
        "may_ask": request.actor.may("partnerships.ask"),
        "title": found.provider.name,
    }
    return render(request, "relationships/reseller_requests/listing.html", context, status=status)


def received_page(
    request: PortalRequest, asked: ResellerRequest, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    """Draw a request for the provider: who asks, the answers, and what has happened."""
    now = clock.now()
    state = asked.state_at(now)
    mpn_ids = asked.reseller.locations.filter(kind="location").values_list("mpn_id", flat=True)
    context = {
        "asked": asked,
        "reseller": asked.reseller,
        "mpn_id": mpn_ids.first(),
        "country": country_name(asked.reseller.tenant.country_id),
        "state": state,
        "is_open": asked.is_open_at(now),
        "ended_at": asked.ended_at(now),
        "against": reply_refusals(reply_facts(asked, now)),
        "form": form,
        "events": timeline([subject_of(asked)], reader=request.actor.tenant_id),
        "title": asked.reseller.name,
    }
    return render(request, "relationships/reseller_requests/received.html", context, status=status)
