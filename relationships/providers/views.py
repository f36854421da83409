"""*Indirect providers*: the reseller's providers and the page of one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.places.names import country_name
from foundation.rules import refusals
from foundation.ui.actions import Action
from relationships.agreements.rules import RESELLER_RULES
from relationships.agreements.standing import standings_of
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import revoke
from relationships.partner_pages.views import history_page
from relationships.partnerships.models import Partnership
from relationships.partnerships.pairs import pairs_of
from relationships.providers.lists import PROVIDERS, readiness
from relationships.providers.slots import PROVIDER_PANELS


@member("providers.view")
@require_safe
def providers(request: PortalRequest) -> HttpResponseBase:
    """List the reseller's providers, and say what keeps the reseller itself from transacting."""
    own = standings_of([request.actor.tenant_id]) if request.actor.tenant_id else {}
    against = [refusal for standing in own.values() for refusal in refusals(RESELLER_RULES, standing)]
    return list_page(request, PROVIDERS, template="relationships/providers/list.html", context={"against": against})


@member("providers.view")
@require_safe
def provider(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Show a provider: profile, since when, and what it may do in one's own account."""
    partnership = find(request, partner_id)
    context = {
        "partnership": partnership,
        "provider": partnership.provider,
        "country": country_name(partnership.provider.tenant.country_id),
        "support": getattr(partnership.provider, "support_profile", None),
        "readiness": readiness(request.actor, [partnership])[partnership.pk],
        "against": refusals(RESELLER_RULES, pairs_of([partnership])[partnership.pk].reseller),
        "actions": actions_of(request, partnership),
        "panels": PROVIDER_PANELS.panels(request.actor, partnership),
        "title": partnership.provider.name,
    }
    return render(request, "relationships/providers/page.html", context)


@member("providers.view")
@require_safe
def provider_history(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Show what has happened between the two: part of the provider's page, or a page."""
    partnership = find(request, partner_id)
    return history_page(request, partnership, company=partnership.provider, url_name="provider")


@member("delegation.revoke")
@require_POST
def remove_access(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Take back the provider's admin access to one's own account; the partnership stays (R14)."""
    partnership = find(request, partner_id)
    access = access_of(request, partner_id)
    if access:
        revoke(actor=request.actor, now=clock.now(), delegation=access)
    text = _("{provider} has no admin access to your account any more. Nothing else has changed.")
    messages.success(request, text.format(provider=partnership.provider.name))
    return redirect("provider", partner_id=partner_id)


def find(request: PortalRequest, partner_id: UUID) -> Partnership:
    """Return the latest partnership with this provider, or raise Http404."""
    mine = Partnership.objects.visible_to(request.actor).filter(reseller=request.actor.tenant_id, provider=partner_id)
    latest = (
        mine.with_mpn_ids()
        .with_planned_end()
        .with_admin_access(clock.now())
        .select_related("provider__tenant", "provider__region", "provider__support_profile")
    )
    return get_object_or_404(latest.order_by("-since")[:1])


def access_of(request: PortalRequest, partner_id: UUID) -> DelegatedAdmin | None:
    """Return the admin access this provider has to one's own account, if any."""
    given = DelegatedAdmin.objects.visible_to(request.actor).in_force(clock.now())
    return given.filter(granting=request.actor.tenant_id, holder=partner_id).first()


def actions_of(request: PortalRequest, partnership: Partnership) -> list[Action]:
    """Return what the row of this provider offers in the list; nothing once the partnership has ended."""
    return [] if partnership.ended_at else PROVIDERS.actions_of(request.actor, [partnership])[partnership.pk]
