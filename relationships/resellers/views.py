"""*Indirect resellers*: the provider's resellers and the page of one of them."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.places.names import country_name
from foundation.ui.actions import Action
from relationships.partner_pages.views import history_page
from relationships.partnerships.models import Partnership
from relationships.requests.lists import rows_of as requests_of
from relationships.requests.tabs import request_action, tabs_of_resellers
from relationships.resellers.abilities import abilities_of
from relationships.resellers.lists import RESELLERS, readiness
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
    """Show a reseller: standing, profile, what can be done for it, customers and subscriptions."""
    actor = request.actor
    partnership = find(request, partner_id)
    context = {
        "partnership": partnership,
        "reseller": partnership.reseller,
        "support": getattr(partnership.reseller, "support_profile", None),
        "country": country_name(partnership.reseller.tenant.country_id),
        "readiness": readiness(actor, [partnership])[partnership.pk],
        "abilities": abilities_of(actor, partnership),
        "actions": actions_of(request, partnership),
        "panels": RESELLER_PANELS.panels(actor, partnership),
        "title": partnership.reseller.name,
    }
    return render(request, "relationships/resellers/page.html", context)


@member("resellers.view")
@require_safe
def reseller_history(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Show the requests to a reseller and what has happened between the two: part of its page, or a page."""
    partnership = find(request, partner_id)
    asked = requests_of(request.actor).filter(Q(recipient_partner=partner_id) | Q(partnership__reseller=partner_id))
    return history_page(
        request,
        partnership,
        company=partnership.reseller,
        url_name="reseller",
        requests=asked.order_by("-created_at")[:REQUESTS_SHOWN],
    )


def find(request: PortalRequest, partner_id: UUID) -> Partnership:
    """Return the latest partnership with this reseller, or raise Http404."""
    actor = request.actor
    mine = Partnership.objects.visible_to(actor).filter(provider=actor.tenant_id, reseller=partner_id)
    told = mine.with_mpn_ids().with_signatures().with_planned_end().with_admin_access(clock.now())
    latest = told.select_related("reseller__tenant", "reseller__region", "reseller__support_profile")
    return get_object_or_404(latest.order_by("-since")[:1])


def actions_of(request: PortalRequest, partnership: Partnership) -> list[Action]:
    """Return what the row of this reseller offers in the list; nothing once the partnership has ended."""
    return [] if partnership.ended_at else RESELLERS.actions_of(request.actor, [partnership])[partnership.pk]
