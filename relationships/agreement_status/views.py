"""*Agreement status*: which resellers have signed, and asking one to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member, safe_next
from foundation.lists import list_page
from relationships.agreement_status.lists import AGREEMENT_STATUS
from relationships.agreement_status.rules import R27
from relationships.agreement_status.services import nudge
from relationships.partners.people import names_of
from relationships.partnerships.models import Partnership
from relationships.requests.tabs import request_action, tabs_of_resellers


@member("resellers.view")
@require_safe
def agreement_status(request: PortalRequest) -> HttpResponseBase:
    """List the provider's resellers with vetting and signature."""
    context = {
        "tabs": tabs_of_resellers("agreement_status"),
        "action": request_action(request.actor),
        "duty": R27.statement,
    }
    return list_page(request, AGREEMENT_STATUS, template="relationships/agreement_status/list.html", context=context)


@member("resellers.nudge")
@require_POST
def ask(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Ask the reseller's Global admins to sign, and go back to where the button was."""
    mine = Partnership.objects.visible_to(request.actor).filter(provider=request.actor.tenant_id, reseller=partner_id)
    latest = mine.select_related("reseller").order_by("-since")
    partnership = get_object_or_404(latest[:1])
    asked = nudge(actor=request.actor, now=clock.now(), partnership=partnership)
    text = _("{reseller} is asked to sign: an email is on its way to {people}.")
    messages.success(request, text.format(reseller=partnership.reseller.name, people=names_of(asked)))
    return redirect(safe_next(request, request.headers.get("Referer", "")) or "agreement_status")
