"""What a provider does with a request that is open: send it again, remind, put its end off, change the recipient."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.rules import Refused, enforce
from foundation.versions import Stale, version_from
from relationships.requests import changes, reminders
from relationships.requests.facts import stage_of
from relationships.requests.forms import ExtendForm, NewRecipientForm, ReminderForm
from relationships.requests.models import PartnershipRequest
from relationships.requests.rules import is_open
from relationships.requests.views import find


@member("partnerships.request")
@require_POST
def resend(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Send a request again with a new link."""
    made, version = find(request, request_id), version_from(request.POST.dict())
    changes.resend_request(actor=request.actor, now=clock.now(), request=made, version=version)
    told = _("The request to {company} is on its way again, with a new link.")
    messages.success(request, told.format(company=made.recipient_company))
    return redirect("request", request_id=made.pk)


@member("partnerships.request")
@require_POST
def remind(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Send a reminder of a request."""
    made, version = find(request, request_id), version_from(request.POST.dict())
    reminders.remind(actor=request.actor, now=clock.now(), request=made, version=version)
    messages.success(request, _("{company} is reminded.").format(company=made.recipient_company))
    return redirect("request", request_id=made.pk)


@member("partnerships.request")
@require_POST
def reminder(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Switch the automatic reminder on or off."""
    made, form = find(request, request_id), ReminderForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["reminder_wanted"]
    reminders.switch_reminder(actor=request.actor, now=clock.now(), request=made, wanted=wanted)
    told = _("There will be a reminder before the request expires.") if wanted else _("There will be no reminder.")
    messages.success(request, told)
    return redirect("request", request_id=made.pk)


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Put the end of a request off."""
    made = find_open(request, request_id)
    form = ExtendForm(request.POST or None, request=made, now=clock.now())
    if request.method != "POST":
        return form_page(request, made, form)
    if not form.is_valid():
        return form_page(request, made, form, status=400)
    try:
        changes.extend_request(
            actor=request.actor,
            now=clock.now(),
            request=made,
            version=version_from(request.POST.dict()),
            until=form.cleaned_data["until"],
            remind=form.cleaned_data["remind"],
        )
    except Stale as stale:
        return form_page(request, stale.current, form, status=409, is_stale=True)
    except Refused as refused:
        form.refuse(refused.refusals)
        return form_page(request, made, form, status=409)
    told = _("The request to {company} can be answered until {day}.")
    day = date_format(form.cleaned_data["until"])
    messages.success(request, told.format(company=made.recipient_company, day=day))
    return redirect("request", request_id=made.pk)


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: PortalRequest, request_id: UUID) -> HttpResponse:
    """Give a request another recipient."""
    made = find_open(request, request_id)
    form = NewRecipientForm(request.POST or None, request=made)
    if request.method != "POST":
        return form_page(request, made, form)
    if not form.is_valid():
        return form_page(request, made, form, status=400)
    try:
        changed = changes.change_recipient(
            actor=request.actor,
            now=clock.now(),
            request=made,
            version=version_from(request.POST.dict()),
            **form.cleaned_data,
        )
    except Stale as stale:
        form.show_stored(stale.current)
        return form_page(request, stale.current, form, status=409, is_stale=True)
    except Refused as refused:
        form.refuse(refused.refusals)
        return form_page(request, made, form, status=409)
    told = _("The request is for {company}, {address} now. The link sent before works no longer.")
    messages.success(request, told.format(company=changed.recipient_company, address=changed.recipient_address))
    is_draft = changed.state == PartnershipRequest.State.DRAFT
    return redirect("request_draft" if is_draft else "request", request_id=made.pk)


def find_open(request: PortalRequest, request_id: UUID) -> PartnershipRequest:
    """Return the request with this id. Raises Http404 for somebody else's, Refused for one that is closed."""
    made = find(request, request_id)
    enforce((is_open,), stage_of(made, clock.now()))
    return made


def form_page(
    request: PortalRequest,
    made: PartnershipRequest,
    form: ExtendForm | NewRecipientForm,
    *,
    status: int = 200,
    is_stale: bool = False,
) -> HttpResponse:
    """Draw the form that changes an open request.

    It carries the version that was seen when it was opened, and the present one once what has changed is shown.
    """
    seen = made.version if is_stale or not form.is_bound else version_from(request.POST.dict())
    context = {
        "form": form,
        "made": made,
        "version": seen,
        "is_stale": is_stale,
        "title": form.title,
        "submit": form.submit,
        "lead": form.lead,
    }
    return render(request, "relationships/requests/change.html", context, status=status)
