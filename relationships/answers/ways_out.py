"""What somebody can do who cannot accept a request: for each reason the way out, as an action."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.actions import Action
from relationships.partners.programmes import Programme
from relationships.requests.models import PartnershipRequest

TITLES: dict[str, Text] = {
    "R16-own": _("This is your own link"),
    "R16-partners": _("You are partners already"),
    "R16-used": _("This link has been used"),
    "R16-withdrawn": _("This request was withdrawn"),
    "R16-declined": _("This request was declined"),
    "R16-expired": _("This link has expired"),
    "R16-replaced": _("This link has been replaced"),
    "wrong-company": _("This request is for another company"),
}
"""What a page says on top that shows one of these reasons; the others say that the request cannot be accepted."""


def title_of(codes: set[str]) -> Text:
    """Return the title of the page that shows these reasons."""
    return next((title for code, title in TITLES.items() if code in codes), _("This request cannot be accepted"))


def way_out(actor: Actor, request: PartnershipRequest, token: str, codes: set[str]) -> Action | None:
    """Return what leads out of these reasons, coming back to the link where that makes sense; None where it is to wait.

    An account that can be no reseller of this provider (R1, R31, R32) needs a second one.
    """
    if "R16-own" in codes:
        url = reverse("request", kwargs={"request_id": request.pk})
        return Action(_("Open the request"), url, "mail", "primary", permitted=actor.may("resellers.view"))
    if codes & {"R16-partners", "R16-used"}:
        may = actor.may("providers.view")
        return Action(_("Indirect providers"), reverse("providers"), "providers", "primary", permitted=may)
    if codes & {"R1", "R31", "R32", "R11-provider"}:
        query = {"another": "1", "programme": Programme.INDIRECT_RESELLER.value, "request": token}
        return Action(_("Open a second account"), f"{reverse('enrol')}?{urlencode(query)}", "building", "primary")
    return _towards_enrolment(actor, token, codes)


def _towards_enrolment(actor: Actor, token: str, codes: set[str]) -> Action | None:
    """Return the step of the enrolment that comes next."""
    may_apply = actor.may("enrolment.apply") or not actor.kind_allows("enrolment.apply")
    if "R11" in codes or "claim-enrolled" in codes:
        url = f"{reverse('enrol')}?{urlencode({'request': token})}"
        return Action(_("Enrol as an indirect reseller"), url, "building", "primary", permitted=may_apply)
    if "R11-rejected" in codes and may_apply:
        query = {"programme": Programme.INDIRECT_RESELLER.value, "request": token}
        return Action(_("Fix now"), f"{reverse('enrolment_apply')}?{urlencode(query)}", "edit", "primary")
    if codes & {"R11-pending", "R11-rejected"}:
        may = actor.may("enrolment.view")
        return Action(_("See your enrolment"), reverse("enrolment"), "clock", "primary", permitted=may)
    return None
