"""The provider's pages of partnership requests."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.mail.letters import render_html
from foundation.mail.preview import framed
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.partners.models import Partner
from relationships.request_templates.words import Words, keep_link
from relationships.requests import services
from relationships.requests.actions import actions_of, sending_refusals
from relationships.requests.delivery import deliveries
from relationships.requests.forms import DraftForm, RecipientForm, ReminderForm, draft_form, recipient_of
from relationships.requests.languages import language_for
from relationships.requests.links import url_of
from relationships.requests.lists import REQUESTS
from relationships.requests.models import PartnershipRequest
from relationships.requests.slots import REQUEST_PANELS
from relationships.requests.tabs import request_action, tabs_of_resellers
from relationships.requests.timeline import timeline_of
from relationships.requests.words import mailto

State = PartnershipRequest.State
DOINGS = {
    "save": services.save_words,
    "send": services.send_request,
    "done": services.finish_by_hand,
}
"""What the buttons under the draft do."""


@member("resellers.view")
@require_safe
def requests(request: PortalRequest) -> HttpResponseBase:
    """List the provider's requests."""
    context = {
        "tabs": tabs_of_resellers("requests"),
        "action": request_action(request.actor),
        "templates_url": reverse("request_templates"),
    }
    return list_page(request, REQUESTS, template="relationships/resellers/list.html", context=context)


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Ask for company, address and language; sending them makes the draft."""
    form, status = RecipientForm(request.POST or None, initial=asked_before(request)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = create(request, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused.refusals)
                status = 409
            else:
                return redirect("request_draft", request_id=made.pk)
    action = request_action(request.actor)
    context = {"form": form, "title": _("Request a partnership"), "against": action.refusals if action else ()}
    return render(request, "relationships/requests/new.html", context, status=status)


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Show the draft mail with its link, and save it, send it, or take it as sent by hand."""
    made = find(request, request_id)
    if request.method != "POST":
        if made.state_at(clock.now()) not in (State.DRAFT, State.SENT):
            return redirect("request", request_id=made.pk)
        return draft_page(request, made, draft_form(made))
    doing = DOINGS.get(request.POST.get("do", "save"))
    if doing is None:
        return HttpResponseBadRequest()
    if doing is services.finish_by_hand and made.state == State.SENT:
        return redirect("requests")
    form = DraftForm(request.POST)
    if not form.is_valid():
        return draft_page(request, made, form, status=400)
    try:
        saved = doing(
            actor=request.actor,
            now=clock.now(),
            request=made,
            version=form.cleaned_data["version"],
            words=form.words,
            reminder=form.cleaned_data["reminder_wanted"],
        )
    except Stale as stale:
        form.show_stored(find(request, request_id))
        return draft_page(request, find(request, request_id), form, status=409, stale=stale)
    except Refused as refused:
        form.refuse(refused.refusals)
        return draft_page(request, find(request, request_id), form, status=409)
    tell(request, request.POST.get("do", "save"), form.words, saved)
    return redirect("requests") if doing is services.finish_by_hand else redirect("request_draft", request_id=made.pk)


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Answer, for a frame, with the mail as it will arrive: as stored, or as just typed. Nothing is written."""
    made = find(request, request_id)
    words = Words(request.POST.get("subject", made.subject), request.POST.get("text", made.text))
    kept, _put_back = keep_link(words)
    html = render_html(kept.text, url_of(made), made.language, subject=kept.subject, from_name=made.provider.name)
    return framed(html)


@member("resellers.view")
@require_safe
def detail(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Show a request, what has become of it, and its link while it is open."""
    made, now, actor = find(request, request_id), clock.now(), request.actor
    is_open, delivery, happened = made.is_open_at(now), deliveries([made])[made.pk], timeline_of(made)
    context = {
        "made": made,
        "state": made.state_at(now),
        "is_open": is_open,
        "actions": actions_of(actor, made, now, sending_refusals(made, now)),
        "ended_at": made.ended_at(now),
        "delivery": delivery,
        "sent_by": next((event.who for event in happened if event.at == made.sent_at), ""),
        "reminder_days": settings.PARTNERSHIP_REQUEST_REMINDER_DAYS,
        "may_change": actor.may("partnerships.request"),
        "is_undelivered": is_open and delivery.tone == "danger",
        "reminder_form": ReminderForm(initial={"reminder_wanted": made.reminder_wanted}),
        "timeline": happened,
        "title": made.recipient_company,
        "link": url_of(made) if is_open else "",
        "mailto": mailto(made) if is_open else "",
        "panels": REQUEST_PANELS.panels(actor, made),
    }
    return render(request, "relationships/requests/detail.html", context)


@member("partnerships.request")
@require_POST
def withdraw(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Take an open request back."""
    made = services.withdraw_request(actor=request.actor, now=clock.now(), request=find(request, request_id))
    messages.success(request, _("The request to {company} is withdrawn.").format(company=made.recipient_company))
    return redirect("request", request_id=made.pk)


def create(request: PortalRequest, *, company: str, address: str, language: str) -> PartnershipRequest:
    """Draft a request, in the language that is usual for the address unless one was chosen. Raises Refused."""
    address = address.strip().lower()
    usual = language or language_for(Partner(pk=request.actor.tenant_id), [address])[address]
    return services.create_request(
        actor=request.actor, now=clock.now(), company=company, address=address, language=usual
    )


def asked_before(request: PortalRequest) -> dict[str, str]:
    """Return what an earlier request of one's own, named in the address by `again`, fills the form with."""
    try:
        key = UUID(request.GET.get("again", ""))
    except ValueError:
        return {}
    earlier = PartnershipRequest.objects.visible_to(request.actor).filter(pk=key).first()
    return recipient_of(earlier) if earlier else {}


def find(request: PortalRequest, request_id: UUID) -> PartnershipRequest:
    """Return the request with this id, or raise Http404 for one that is somebody else's."""
    mine = PartnershipRequest.objects.visible_to(request.actor).select_related("provider", "created_by", "partnership")
    return get_object_or_404(mine, pk=request_id)


def draft_page(
    request: PortalRequest, made: PartnershipRequest, form: DraftForm, *, status: int = 200, stale: Stale | None = None
) -> HttpResponse:
    """Draw the draft mail with what can be done with it."""
    context = {
        "form": form,
        "made": made,
        "title": _("Request a partnership"),
        "mailto": mailto(made),
        "link": url_of(made),
        "delivery": deliveries([made])[made.pk],
        "is_draft": made.state == State.DRAFT,
        "stale": stale,
    }
    return render(request, "relationships/requests/draft.html", context, status=status)


def tell(request: PortalRequest, did: str, typed: Words, saved: PartnershipRequest) -> None:
    """Say what was done, and that the link was put back where it was missing (R15)."""
    _kept, put_back = keep_link(typed)
    if put_back:
        messages.warning(request, _("The link was missing from the text; it has been put back at the end."))
    told = {
        "save": _("The draft is saved."),
        "send": _("The request to {company} is on its way. Choose Done when you are finished."),
        "done": _("The request to {company} is under Requests: sent by you, outside the portal."),
    }[did]
    messages.success(request, told.format(company=saved.recipient_company))
