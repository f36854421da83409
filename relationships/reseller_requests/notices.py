"""What both sides are told about a reseller's request: notices inside the portal, and mails."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.audit.timeline import register_event
from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from foundation.organisations.models import Tenant
from relationships.directory.models import ProviderListing
from relationships.partners.people import global_admins, is_of_the_company
from relationships.reseller_requests.models import ResellerRequest

RECEIVED, MADE = "received_request", "made_request"
"""The pages of a request, for the provider and for the reseller."""


def register() -> None:
    """Declare the words of the notices and of the timeline."""
    register_notice("reseller_request.sent", _("{reseller} asks you for a partnership."))
    register_notice("reseller_request.withdrawn", _("{reseller} has withdrawn its request for a partnership."))
    register_notice("reseller_request.accepted", _("{provider} has accepted your request: you are partners."))
    register_notice("reseller_request.declined", _("{provider} has declined your request for a partnership."))
    register_notice("reseller_request.expired", _("Your request to {provider} has expired without an answer."))
    register_event("reseller_request.sent", _("The reseller asked for a partnership"))
    register_event("reseller_request.accepted", _("Accepted by the provider"))
    register_event("reseller_request.declined", _("Declined by the provider"))
    register_event("reseller_request.withdrawn", _("Withdrawn by the reseller"))
    register_event("reseller_request.expired", _("Expired without an answer"))


def tell_asked(*, now: datetime, request: ResellerRequest) -> None:
    """Tell the provider: its people, and by mail the address of its listing, else its Global admins."""
    path = _tell(now, request, "sent", to=request.provider.tenant, permission="partnerships.request", page=RECEIVED)
    listing = ProviderListing.objects.filter(provider=request.provider_id).first()
    own = [listing.contact_address] if listing and listing.contact_address else []
    for address in own or [each.email for each in global_admins(request.provider_id) if each.email]:
        enqueue(
            now=now,
            kind="reseller-request",
            to_address=address,
            context={"asked": request, "url": absolute(path)},
            about=request,
            reply_to=request.created_by.email,
            from_name=request.reseller.name,
        )


def tell_withdrawn(*, now: datetime, request: ResellerRequest) -> None:
    """Tell the provider's people."""
    _tell(now, request, "withdrawn", to=request.provider.tenant, permission="partnerships.request", page=RECEIVED)


def tell_accepted(*, now: datetime, request: ResellerRequest) -> None:
    """Tell the reseller's people, and by mail whoever asked."""
    _tell(now, request, "accepted", to=request.reseller.tenant, permission="providers.view", page=MADE)
    _mail(now, request, "reseller-request-accepted", reverse("provider", args=[request.provider_id]))


def tell_declined(*, now: datetime, request: ResellerRequest) -> None:
    """Tell the reseller's people, and by mail whoever asked, with the reason."""
    path = _tell(now, request, "declined", to=request.reseller.tenant, permission="providers.view", page=MADE)
    _mail(now, request, "reseller-request-declined", path)


def tell_expired(*, now: datetime, request: ResellerRequest) -> None:
    """Tell the reseller's people."""
    _tell(now, request, "expired", to=request.reseller.tenant, permission="providers.view", page=MADE)


def _tell(now: datetime, request: ResellerRequest, what: str, *, to: Tenant, permission: str, page: str) -> str:
    """Leave notices that lead to the request's page; return its path."""
    path = reverse(page, kwargs={"asking_id": request.pk})
    notify(
        now=now,
        tenant=to,
        permission=permission,
        kind=f"reseller_request.{what}",
        params={"reseller": request.reseller.name, "provider": request.provider.name},
        url=path,
    )
    return path


def _mail(now: datetime, request: ResellerRequest, kind: str, path: str) -> None:
    """Mail whoever asked, unless that person has left the company or has no address."""
    asker = request.created_by
    if asker.email and is_of_the_company(asker, request.reseller_id):
        context = {"asker": asker, "asked": request, "url": absolute(path)}
        enqueue(now=now, kind=kind, to_address=asker.email, context=context, about=request)
