"""Enrolling as an indirect reseller: the public form, what happens next, and where one's own enrolment stands."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation import clock
from foundation.access import PortalRequest, member, public
from foundation.rules import Refused
from relationships.enrolment.forms import EnrolForm
from relationships.enrolment.limits import may_apply
from relationships.enrolment.services import apply
from relationships.partners.models import Enrolment
from relationships.requests.links import request_behind

TOO_MANY = 429


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: PortalRequest) -> HttpResponse:
    """Ask for company and account. `request` in the address or the form is the token of the link that led here."""
    token = request.POST.get("request") or request.GET.get("request", "")
    brought_by = request_behind(token)
    form, status = EnrolForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and not may_apply(request, form.cleaned_data["address"]):
            form.add_error(None, _("Too many applications from here. Try again in an hour."))
            status = TOO_MANY
        elif form.is_valid():
            try:
                apply(now=clock.now(), applicant=form.applicant, request=brought_by)
            except Refused as refused:
                form.refuse(refused.refusals)
                status = 409
            except ValidationError as error:
                form.add_error("address", error.messages)
            else:
                return redirect("enrol_sent")
    context = {
        "form": form,
        "token": token if brought_by else "",
        "provider": brought_by.provider if brought_by else None,
        "title": _("Enrol as an indirect reseller"),
    }
    return render(request, "relationships/enrolment/form.html", context, status=status)


@public
@require_safe
def sent(request: PortalRequest) -> HttpResponse:
    """Say what happens next: the same to everybody, whether the address was known or not."""
    return render(request, "relationships/enrolment/sent.html", {"title": _("Check your mail")})


@member("enrolment.view")
@require_safe
def enrolment(request: PortalRequest) -> HttpResponse:
    """Show where the enrolment of one's own company stands."""
    own = Enrolment.objects.visible_to(request.actor).order_by("requested_at")
    return render(request, "relationships/enrolment/state.html", {"enrolments": own, "title": _("Enrolment")})
