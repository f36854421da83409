"""The provider's decision about a company that asks to answer a request sent to another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation import clock
from foundation.access import PortalRequest, member
from relationships.claims.models import RecipientClaim
from relationships.claims.services import allow_claim, refuse_claim


@member("partnerships.request")
@require_POST
def allow(request: PortalRequest, request_id: UUID, claim_id: int) -> HttpResponse:
    """Let the company answer."""
    claim = allow_claim(actor=request.actor, now=clock.now(), claim=find(request, request_id, claim_id))
    text = _("{company} can answer the request now; it is told by mail.")
    messages.success(request, text.format(company=claim.company.name))
    return redirect("request", request_id=request_id)


@member("partnerships.request")
@require_POST
def refuse(request: PortalRequest, request_id: UUID, claim_id: int) -> HttpResponse:
    """Leave the request to whom it was sent."""
    claim = refuse_claim(actor=request.actor, now=clock.now(), claim=find(request, request_id, claim_id))
    messages.success(request, _("{company} cannot answer the request; it is told.").format(company=claim.company.name))
    return redirect("request", request_id=request_id)


def find(request: PortalRequest, request_id: UUID, claim_id: int) -> RecipientClaim:
    """Return a claim to a request of one's own company, or raise Http404."""
    mine = RecipientClaim.objects.visible_to(request.actor).select_related("request")
    return get_object_or_404(mine, pk=claim_id, request=request_id)
