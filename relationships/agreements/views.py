"""The *Partner agreement* page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member, safe_next
from foundation.rules import Refused, refusals
from relationships.agreements import services
from relationships.agreements.forms import SignForm
from relationships.agreements.models import PartnerAgreement
from relationships.agreements.rules import R23, is_signed_by_a_global_admin
from relationships.agreements.standing import standing_of
from relationships.agreements.texts import CURRENT, text_of
from relationships.partners.models import Partner


@member("agreement.view")
@require_safe
def agreement(request: PortalRequest) -> HttpResponse:
    """Show the agreement of one's own company, or the text to sign."""
    return agreement_page(request, SignForm(initial={"text_version": CURRENT.version}))


@member("agreement.sign")
@require_POST
def sign(request: PortalRequest) -> HttpResponse:
    """Sign it, and go back to where the offer to sign was made."""
    back = safe_next(request, request.POST.get("next", ""))
    form = SignForm(request.POST)
    if not form.is_valid():
        return agreement_page(request, form, back=back, status=400)
    try:
        signed = services.sign_agreement(
            actor=request.actor,
            now=clock.now(),
            text_version=form.cleaned_data["text_version"],
            agreed=form.cleaned_data["agreed"],
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return agreement_page(request, form, back=back, status=409)
    messages.success(request, _("The agreement is signed for {region}.").format(region=signed.region.name))
    return redirect(back or "agreement")


def agreement_page(request: PortalRequest, form: SignForm, *, back: str = "", status: int = 200) -> HttpResponse:
    """Draw the page: what was signed, or the text with what is needed to sign it."""
    actor = request.actor
    partner = get_object_or_404(Partner.objects.visible_to(actor).select_related("region"), pk=actor.tenant_id)
    own = PartnerAgreement.objects.visible_to(actor).select_related("region")
    signed = own.filter(region=partner.region).first()
    context = {
        "form": form,
        "standing": standing_of(partner.pk),
        "signed": signed,
        "text": text_of(signed.text_version) if signed else CURRENT,
        "today": localdate(clock.now()),
        "back": back,
        "may_sign": actor.may("agreement.sign"),
        "against": refusals((is_signed_by_a_global_admin,), services.signing_of(actor, partner)),
        "terms": (is_signed_by_a_global_admin.statement, R23.statement),
        "title": _("Partner agreement"),
    }
    return render(request, "relationships/agreement/page.html", context, status=status)
