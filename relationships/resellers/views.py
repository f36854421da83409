"""*Indirect resellers*: the provider's resellers and the page of one of them."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.places.names import country_name
from foundation.ui.actions import Action
from relationships.agreements.readiness import readiness_of
from relationships.delegation.models import DelegatedAdmin
from relationships.partnerships.models import Partnership
from relationships.requests.lists import rows_of as requests_of
from relationships.requests.tabs import request_action, tabs_of_resellers
from relationships.resellers.lists import RESELLERS
from relationships.resellers.slots import RESELLER_PANELS

REQUESTS_SHOWN = 10


@member("resellers.view")
@require_safe
def resellers(request: PortalRequest) -> HttpResponseBase:
    """List the provider's resellers."""
    context = {"tabs": tabs_of_resellers("resellers"), "action": request_action(request.actor)}
    return list_page(request, RESELLERS, template="relationships/resellers/list.html", context=context)


@member("resellers.view")
@require_safe
def reseller(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Show a reseller: profile, standing, what can be done for it, and the requests that led here."""
    actor = request.actor
    partnerships = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id, reseller=partner_id)
    latest = partnerships.with_mpn_ids().select_related("reseller__tenant", "reseller__region").order_by("-since")
    partnership = get_object_or_404(latest[:1])
    given = DelegatedAdmin.objects.visible_to(actor).in_force(clock.now()).filter(granting=partner_id)
    context = {
        "partnership": partnership,
        "reseller": partnership.reseller,
        "country": country_name(partnership.reseller.tenant.country_id),
        "readiness": readiness_of([partner_id])[partner_id],
        "has_admin_access": given.exists(),
        "requests": requests_of(actor).filter(recipient_partner=partner_id).order_by("-created_at")[:REQUESTS_SHOWN],
        "actions": actions_of(request, partnership),
        "panels": RESELLER_PANELS.panels(actor, partnership),
        "title": partnership.reseller.name,
    }
    return render(request, "relationships/resellers/page.html", context)


def actions_of(request: PortalRequest, partnership: Partnership) -> list[Action]:
    """Return what the row of this reseller offers in the list; nothing once the partnership has ended."""
    return [] if partnership.ended_at else RESELLERS.actions_of(request.actor, [partnership])[partnership.pk]
