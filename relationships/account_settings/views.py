"""*Account settings*: everything the portal knows of one's own company, in one place, and the forms to change it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.places.names import country_name
from foundation.rules import Refused
from foundation.versions import Stale, version_from
from relationships.account_settings.forms import GlobalIdForm
from relationships.account_settings.organisation import accounts_of
from relationships.account_settings.sections import BILLING, LEGAL, SUPPORT, Section, shown_to
from relationships.account_settings.services import add_global_mpn_id
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import R23
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.roles import DIRECT_BILL
from relationships.partners.rules import R9
from relationships.profiles.services import change_profile


@member("billing_profile.view")
@require_safe
def account_settings(request: PortalRequest) -> HttpResponse:
    """Show the company: organisation, programmes, MPN IDs, region, agreements and profiles, as far as one may see."""
    actor, partner = request.actor, own_partner(request)
    market = getattr(partner.tenant.country, "market", None)
    context = {
        "partner": partner,
        "country": country_name(partner.tenant.country_id),
        "currency": market.currency if market else "",
        "currency_rule": R9.statement,
        "profiles": shown_to(actor, partner),
        "title": _("Account settings"),
    }
    if actor.may("account.view"):
        locations = partner.locations.order_by("kind", "pk")
        context |= {
            "accounts": accounts_of(actor),
            "enrolments": Enrolment.objects.visible_to(actor).order_by("requested_at", "pk"),
            "locations": [(each, country_name(each.country_id)) for each in locations],
            "has_global_id": any(each.kind == PartnerLocation.Kind.GLOBAL for each in locations),
        }
    if actor.may("agreement.view"):
        context |= {
            "agreements": PartnerAgreement.objects.visible_to(actor).select_related("region").order_by("signed_at"),
            "direct_bill_rule": R23.statement if DIRECT_BILL in actor.kinds else "",
        }
    return render(request, "relationships/account_settings/page.html", context)


@member("account.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def legal_profile(request: PortalRequest) -> HttpResponse:
    """Change the legal profile."""
    return edit(request, LEGAL)


@member("billing_profile.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def billing_profile(request: PortalRequest) -> HttpResponse:
    """Change the billing profile."""
    return edit(request, BILLING)


@member("account.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def support_profile(request: PortalRequest) -> HttpResponse:
    """Change the support profile."""
    return edit(request, SUPPORT)


@member("account.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def global_mpn_id(request: PortalRequest) -> HttpResponse:
    """Add the company's global MPN ID."""
    form, status = GlobalIdForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                added = add_global_mpn_id(actor=request.actor, now=clock.now(), mpn_id=form.cleaned_data["mpn_id"])
            except Refused as refused:
                form.refuse(refused.refusals)
                status = 409
            else:
                messages.success(request, _("The global MPN ID {number} is on record.").format(number=added.mpn_id))
                return redirect("account_settings")
    context = {"form": form, "title": _("Add global MPN ID"), "about": ""}
    return render(request, "relationships/account_settings/form.html", context, status=status)


def edit(request: PortalRequest, section: Section) -> HttpResponse:
    """Take a profile's form if one was sent, and draw it: 400 for bad input, 409 when it has changed meanwhile."""
    partner = own_partner(request)
    stored = getattr(partner, section.name, None)
    form = section.form(
        request.POST if request.method == "POST" else None, country=partner.tenant.country_id, profile=stored
    )
    version, status = version_from(request.POST) if form.is_bound else getattr(stored, "version", 0), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                change_profile(
                    actor=request.actor, now=clock.now(), profile=section.model, version=version, values=form.values
                )
            except Stale as stale:
                form.show_stored(stale.current)
                status, version = 409, stale.current.version
            else:
                messages.success(request, _("The profile is saved."))
                return redirect("account_settings")
    context = {"form": form, "version": version, "title": section.title, "about": section.about}
    return render(request, "relationships/account_settings/form.html", context, status=status)


def own_partner(request: PortalRequest) -> Partner:
    """Return one's own company with its account and profiles, or raise Http404 for who acts for no partner."""
    partners = Partner.objects.visible_to(request.actor).select_related(
        "tenant__organisation", "tenant__country__market", "region", "legal_profile", "billing_profile",
        "support_profile",
    )  # fmt: skip
    return get_object_or_404(partners, pk=request.actor.tenant_id)
