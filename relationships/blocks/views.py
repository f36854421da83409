"""*Blocked providers*: whose requests one's own company does not take, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from relationships.blocks.lists import BLOCKED_PROVIDERS
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import block_provider, end_block
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership


@member("requests.block")
@require_safe
def blocked_providers(request: PortalRequest) -> HttpResponseBase:
    """List the providers that are blocked."""
    return list_page(request, BLOCKED_PROVIDERS, template="relationships/blocks/list.html")


@member("requests.block")
@require_POST
def block(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Take no further requests from a provider with whom there is or was a partnership."""
    ties = Partnership.objects.visible_to(request.actor).filter(reseller=request.actor.tenant_id, provider=partner_id)
    known = ties.select_related("provider", "reseller").order_by("-since")
    tie = get_object_or_404(known[:1])
    block_provider(actor=request.actor, now=clock.now(), reseller=tie.reseller, provider=tie.provider)
    messages.success(request, blocked_words(tie.provider))
    return redirect("blocked_providers")


@member("requests.block")
@require_POST
def unblock(request: PortalRequest, partner_id: UUID) -> HttpResponse:
    """Let a blocked provider ask again."""
    blocks = RequestBlock.objects.visible_to(request.actor).select_related("provider").order_by("-since")
    found = get_object_or_404(blocks.filter(provider=partner_id)[:1])
    end_block(actor=request.actor, now=clock.now(), block=found)
    messages.success(request, _("{provider} can ask you for a partnership again.").format(provider=found.provider.name))
    return redirect("blocked_providers")


def blocked_words(provider: Partner) -> str:
    """Say what a block does and what it leaves alone."""
    words = _(
        "You take no further requests from {provider}. A partnership and what is agreed already stay as they are."
    )
    return words.format(provider=provider.name)
