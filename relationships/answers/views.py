"""The page behind the link in the mail: who asks, what it means, and the answer. Opening it changes nothing."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, SignedInRequest, member, public, signed_in
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import Refusal, Refused, refusals
from relationships.agreements.forms import SignForm
from relationships.agreements.standing import standings_of
from relationships.agreements.texts import CURRENT
from relationships.answers import services as answers
from relationships.answers.facts import acceptance_facts, link_facts
from relationships.answers.forms import AcceptForm, DeclineForm
from relationships.answers.rules import LINK_RULES, Acceptance, acceptance_refusals, answer_refusals
from relationships.requests.links import Followed, follow

FORBIDDEN, CONFLICT = 403, 409


@public
@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link's holder may know: a stranger who asks, a member all of it or why it cannot be accepted."""
    followed = follow(token)
    if followed is None:
        return unknown(request)
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.tenant is None:
        return stranger_page(request, followed, token)
    against = why_not(actor, followed)
    if against:
        return refused_page(request, followed, token, against)
    return answer_page(request, actor, followed, token)


@member("partnerships.accept")
@require_POST
def accept(request: PortalRequest, token: str) -> HttpResponse:
    """Authorize the indirect provider."""
    followed, form = follow(token), AcceptForm(request.POST)
    if followed is None:
        return unknown(request)
    against = why_not(request.actor, followed)
    if against:
        return refused_page(request, followed, token, against)
    if not form.is_valid():
        return answer_page(request, request.actor, followed, token, accept_form=form, status=400)
    try:
        partnership = answers.accept_request(actor=request.actor, now=clock.now(), followed=followed, ticked=True)
    except Refused as refused:
        return refused_page(request, followed, token, refused.refusals)
    text = _("You and {provider} are partners now.").format(provider=partnership.provider.name)
    messages.success(request, text)
    return redirect("providers")


@member("partnerships.accept")
@require_POST
def decline(request: PortalRequest, token: str) -> HttpResponse:
    """Decline the request, with or without a reason."""
    followed, form = follow(token), DeclineForm(request.POST)
    if followed is None:
        return unknown(request)
    against = why_not(request.actor, followed, answer_refusals)
    if against:
        return refused_page(request, followed, token, against)
    if not form.is_valid():
        return answer_page(request, request.actor, followed, token, decline_form=form, status=400)
    try:
        answers.decline_request(
            actor=request.actor, now=clock.now(), followed=followed, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        return refused_page(request, followed, token, refused.refusals)
    text = _("You have declined the request of {provider}; they are told.")
    messages.success(request, text.format(provider=followed.request.provider.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


@signed_in
@require_POST
def viewed(request: SignedInRequest, token: str) -> HttpResponse:
    """Note that somebody signed in has looked at the request; sent by the page itself."""
    followed = follow(token)
    if followed is None:
        return unknown(request)
    if request.actor is not None:
        answers.record_view(actor=request.actor, now=clock.now(), followed=followed)
    return HttpResponse(status=204)


def unknown(request: HttpRequest) -> HttpResponse:
    """Answer to a token that this portal has not made: it tells nothing but how that may have come about."""
    return render(request, "relationships/link/unknown.html", {"title": _("This link does not work")}, status=404)


def stranger_page(request: HttpRequest, followed: Followed, token: str) -> HttpResponse:
    """Show who asks and how to go on: sign in or enrol, both leading back here; or that the link is dead."""
    against = refusals(LINK_RULES, link_facts(followed, clock.now()))
    if against:
        return refused_page(request, followed, token, against)
    context = {
        "provider": followed.request.provider,
        "here": request.get_full_path(),
        "token": token,
        "title": _("{provider} asks for a partnership").format(provider=followed.request.provider.name),
    }
    status = FORBIDDEN if request.user.is_authenticated else 200
    return render(request, "relationships/link/stranger.html", context, status=status)


def why_not(
    actor: Actor, followed: Followed, check: Callable[[Acceptance], list[Refusal]] = acceptance_refusals
) -> list[Refusal]:
    """Return why this member cannot accept, the tick aside; with `answer_refusals`, why it cannot even decline."""
    if actor.tenant is None:
        return []
    return check(acceptance_facts(followed, actor=actor, tenant=actor.tenant, now=clock.now(), ticked=True))


def answer_page(
    request: HttpRequest,
    actor: Actor,
    followed: Followed,
    token: str,
    *,
    accept_form: AcceptForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show who asks, what it means, the agreement to sign first, and the two answers."""
    asked, tenant_id = followed.request, actor.tenant_id
    standing = standings_of([tenant_id]).get(tenant_id) if tenant_id else None
    context = {
        "asked": asked,
        "provider": asked.provider,
        "country": country_name(asked.provider.tenant.country_id),
        "token": token,
        "here": reverse("request_link", kwargs={"token": token}),
        "accept_form": accept_form or AcceptForm(),
        "decline_form": decline_form or DeclineForm(auto_id="decline_%s"),
        "form": accept_form or decline_form,
        "standing": standing,
        "agreement": CURRENT,
        "sign_form": SignForm(initial={"text_version": CURRENT.version}, auto_id="sign_%s"),
        "today": localdate(clock.now()),
        "title": _("{provider} asks for a partnership").format(provider=asked.provider.name),
    }
    return render(request, "relationships/link/answer.html", context, status=status)


def refused_page(request: HttpRequest, followed: Followed, token: str, against: Sequence[Refusal]) -> HttpResponse:
    """Say why the request cannot be accepted and what to do: 403 for the lack of a right, 409 for everything else."""
    codes = {each.code for each in against}
    context = {
        "provider": followed.request.provider,
        "token": token,
        "against": against,
        "codes": codes,
        "title": _("This request cannot be accepted"),
    }
    status = FORBIDDEN if codes == {"R12"} else CONFLICT
    return render(request, "relationships/link/refused.html", context, status=status)
