"""Enrolling: the public form, the company's programmes with *Fix now*, and applying for one programme more."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation import clock
from foundation.access import AnyRequest, PortalRequest, member, public
from foundation.access.middleware import SESSION_TENANT
from foundation.places.names import country_name
from foundation.places.registration import check_registration
from foundation.rules import Refused
from relationships.agreements.standing import standing_of
from relationships.enrolment.forms import EnrolForm, typed_in
from relationships.enrolment.limits import may_apply
from relationships.enrolment.offers import apply_url, programmes_of, second_account_url, typed_before
from relationships.enrolment.services import apply, apply_for_company, apply_for_programme, choosing_refusals
from relationships.partners.models import Partner
from relationships.partners.programmes import Programme
from relationships.partners.rules import programmes_fit_together
from relationships.partners.services import enrolling_of, location_of
from relationships.regions.models import RegionCountry
from relationships.requests.links import request_behind, token_of
from relationships.requests.models import PartnershipRequest

TOO_MANY = 429
LONGEST_NUMBER = 80


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: AnyRequest) -> HttpResponse:
    """Ask for programme, company and, of a stranger, contact.

    `request` in the address or the form is the token of the link that led here. Who is signed in for a partner goes on
    to that partner's own page, unless a second account is wanted (`another`).
    """
    token = request.POST.get("request") or request.GET.get("request", "")
    brought_by, programme = request_behind(token), wanted_programme(request)
    another = "another" in request.GET or "another" in request.POST
    inside = request.actor is not None and request.actor.kind_allows("enrolment.apply")
    if inside and not another and request.method != "POST":
        query = {"programme": programme or Programme.INDIRECT_RESELLER, **({"request": token} if brought_by else {})}
        return redirect(f"{reverse('enrolment_apply')}?{urlencode(query)}")
    typed = request.method == "POST" and "update" in request.POST
    form = EnrolForm(
        request.POST if request.method == "POST" and not typed else None,
        sent_to=reverse("enrol"),
        asks_contact=not request.user.is_authenticated,
        initial=typed_in(request.POST) if typed else {"programme": programme or Programme.INDIRECT_RESELLER},
    )
    answer = _put_in(request, form, brought_by) if form.is_bound else 200
    if isinstance(answer, HttpResponse):
        return answer
    context = {
        "form": form,
        "token": token if brought_by else "",
        "another": another,
        "provider": brought_by.provider if brought_by else None,
        "title": _("Open a second account") if another else _("Enrol your company"),
    }
    return render(request, "relationships/enrolment/form.html", context, status=answer)


@public
@require_safe
def sent(request: AnyRequest) -> HttpResponse:
    """Say what happens next: the same to everybody, whether the address was known or not."""
    return render(request, "relationships/enrolment/sent.html", {"title": _("Check your mail")})


@public
@require_safe
def registration_check(request: AnyRequest) -> HttpResponse:
    """Answer, while it is being typed, whether a registration number is one of the country's."""
    number = request.GET.get("registration_number", "")[:LONGEST_NUMBER]
    country = request.GET.get("country", "")[:2]
    problem = check_registration(country, number) if country and number.strip() else None
    context = {"problem": problem, "fits": country and number.strip() and not problem}
    return render(request, "relationships/enrolment/registration_check.html", context)


@member("enrolment.view")
@require_safe
def enrolment(request: PortalRequest) -> HttpResponse:
    """Show the company's programmes, where each stands, and which can still be added."""
    partner = own_partner(request)
    entries, offers = programmes_of(request.actor, partner)
    market = RegionCountry.objects.get(country=partner.tenant.country_id)
    may_apply = request.actor.may("enrolment.apply")
    context = {
        "partner": partner,
        "entries": entries,
        "offers": offers,
        "country": country_name(partner.tenant.country_id),
        "currency": market.currency,
        "second_account": second_account_url(Programme.INDIRECT_RESELLER) if may_apply else "",
        "title": _("Enrolment"),
    }
    return render(request, "relationships/enrolment/state.html", context)


@member("enrolment.apply")
@require_http_methods(["GET", "HEAD", "POST"])
def apply_here(request: PortalRequest) -> HttpResponse:
    """Apply for one programme more for one's own company, or put a rejected application right."""
    partner, programme = own_partner(request), wanted_programme(request)
    if not programme:
        return redirect("enrolment")
    brought_by = request_behind(request.POST.get("request") or request.GET.get("request", ""))
    typed = request.method == "POST" and "update" in request.POST
    form = EnrolForm(
        request.POST if request.method == "POST" and not typed else None,
        sent_to=apply_url(programme),
        programme=programme,
        country=partner.tenant.country_id if location_of(partner) else "",
        initial=typed_in(request.POST) if typed else typed_before(partner, programme),
    )
    if not form.is_bound:
        return apply_page(request, partner, programme, form, brought_by)
    if not form.is_valid():
        return apply_page(request, partner, programme, form, brought_by, status=400)
    try:
        apply_for_programme(
            actor=request.actor,
            now=clock.now(),
            details=form.details,
            particulars=None if form.given_country else form.particulars,
            request=brought_by,
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return apply_page(request, partner, programme, form, brought_by, status=409)
    messages.success(request, _("Your application is on record. You are told by email how it is decided."))
    return redirect("enrolment")


def apply_page(
    request: PortalRequest,
    partner: Partner,
    programme: Programme,
    form: EnrolForm,
    brought_by: PartnershipRequest | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw the form, or what speaks against the programme before anything is typed."""
    against = choosing_refusals(standing_of(partner.pk), enrolling_of(partner, programme))
    is_apart = any(each.code == programmes_fit_together.code for each in (*against, *form.refusals))
    context = {
        "form": form,
        "asks_company": not form.given_country,
        "partner": partner,
        "against": [] if form.is_bound else against,
        "second_account": second_account_url(programme) if is_apart else "",
        "token": token_of(brought_by) if brought_by else "",
        "provider": brought_by.provider if brought_by else None,
        "title": _("Apply: {programme}").format(programme=programme.label),
    }
    return render(request, "relationships/enrolment/apply.html", context, status=status)


def own_partner(request: PortalRequest) -> Partner:
    """Return the partner that somebody acts for."""
    rows = Partner.objects.visible_to(request.actor).select_related("tenant", "region")
    return get_object_or_404(rows, pk=request.actor.tenant_id)


def wanted_programme(request: AnyRequest) -> Programme | None:
    """Return the programme that the form or the address names."""
    named = request.POST.get("programme") or request.GET.get("programme", "")
    return Programme(named) if named in Programme.values else None


def _put_in(request: AnyRequest, form: EnrolForm, brought_by: PartnershipRequest | None) -> HttpResponse | int:
    """Take a new company's application; return where to go on, or the status of the form with what is wrong."""
    if not form.is_valid():
        return 400
    user = request.user if request.user.is_authenticated else None
    if not may_apply(request, user.username if user else form.contact.address):
        form.add_error(None, _("Too many applications from here. Try again in an hour."))
        return TOO_MANY
    now, particulars, details = clock.now(), form.particulars, form.details
    try:
        if user is None:
            apply(now=now, contact=form.contact, particulars=particulars, details=details, request=brought_by)
            return redirect("enrol_sent")
        partner = apply_for_company(now=now, user=user, particulars=particulars, details=details, request=brought_by)
    except Refused as refused:
        form.refuse(refused.refusals)
        return 409
    except ValidationError as error:
        form.add_error("address" if "address" in form.fields else None, error.messages)
        return 400
    request.session[SESSION_TENANT] = str(partner.pk)
    messages.success(request, _("The application of {company} is on record.").format(company=partner.name))
    return redirect("enrolment")
