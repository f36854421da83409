"""The page behind the link in the mail: who asks, what it means, and the answer. Opening it changes nothing."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import AnyRequest, PortalRequest, SignedInRequest, member, public, signed_in
from foundation.rules import Refused
from relationships.answers import services as answers
from relationships.answers.forms import AcceptForm, DeclineForm
from relationships.answers.pages import Visit, answer_page, refused_page, stranger_page, unknown_page, visit_of
from relationships.answers.rules import answer_refusals
from relationships.requests.links import follow


@public
@never_cache
@require_safe
def link(request: AnyRequest, token: str) -> HttpResponse:
    """Show what the link's holder may know: a stranger who asks, a member all of it or why it cannot be accepted."""
    followed, actor = follow(token), request.actor
    if followed is None:
        return unknown_page(request)
    if actor is None or actor.tenant is None:
        return stranger_page(request, followed, token)
    visit = visit_of(actor, actor.tenant, followed, token)
    against = visit.against
    return refused_page(request, visit, against) if against else answer_page(request, visit)


@member("partnerships.accept")
@require_POST
def accept(request: PortalRequest, token: str) -> HttpResponse:
    """Authorize the indirect provider."""
    visit, form = find(request, token), AcceptForm(request.POST)
    if visit is None:
        return unknown_page(request)
    if against := visit.against:
        return refused_page(request, visit, against)
    if not form.is_valid():
        return answer_page(request, visit, accept_form=form, status=400)
    try:
        partnership = answers.accept_request(
            actor=request.actor, now=clock.now(), followed=visit.followed, ticked=form.cleaned_data["ticked"]
        )
    except Refused as refused:
        return refused_page(request, visit, refused.refusals)
    text = _("You and {provider} are partners now.").format(provider=partnership.provider.name)
    messages.success(request, text)
    return redirect("providers")


@member("partnerships.accept")
@require_POST
def decline(request: PortalRequest, token: str) -> HttpResponse:
    """Decline the request, with or without a reason, and block further ones of the provider if that is wanted."""
    visit = find(request, token)
    if visit is None:
        return unknown_page(request)
    if found := answer_refusals(visit.facts):
        return refused_page(request, visit, found)
    form = DeclineForm(request.POST, may_block=request.actor.may("requests.block"), auto_id="decline_%s")
    if not form.is_valid():
        against = visit.against
        if against:
            return refused_page(request, visit, against, decline_form=form, status=400)
        return answer_page(request, visit, decline_form=form, status=400)
    try:
        answers.decline_request(actor=request.actor, now=clock.now(), followed=visit.followed, **form.cleaned_data)
    except Refused as refused:
        return refused_page(request, visit, refused.refusals)
    text = _("You have declined the request of {provider}; they are told.")
    if form.cleaned_data.get("block"):
        text = _("You have declined the request of {provider}; they are told, and cannot ask you again.")
    messages.success(request, text.format(provider=visit.facts.provider.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


@member("partnerships.accept")
@require_POST
def claim(request: PortalRequest, token: str) -> HttpResponse:
    """Ask the provider to let one's own company answer a request that was sent to another address."""
    visit = find(request, token)
    if visit is None:
        return unknown_page(request)
    try:
        answers.claim_request(actor=request.actor, now=clock.now(), followed=visit.followed)
    except Refused as refused:
        return refused_page(request, visit, visit.against or refused.refusals)
    text = _("{provider} is asked. You are told by mail when it has decided; the link leads here again.")
    messages.success(request, text.format(provider=visit.facts.provider.name))
    return redirect("request_link", token=token)


@signed_in
@require_POST
def viewed(request: SignedInRequest, token: str) -> HttpResponse:
    """Note that somebody signed in has looked at the request; sent by the page itself."""
    followed = follow(token)
    if followed is None:
        return unknown_page(request)
    if request.actor is not None:
        answers.record_view(actor=request.actor, now=clock.now(), followed=followed)
    return HttpResponse(status=204)


def find(request: PortalRequest, token: str) -> Visit | None:
    """Return the visit of a member who sends an answer; None for a token that this portal has not made."""
    followed, tenant = follow(token), request.actor.tenant
    return visit_of(request.actor, tenant, followed, token) if followed and tenant else None
