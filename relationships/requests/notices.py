"""What people are told about requests: notices inside the portal and mails to whoever asked."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest


def register() -> None:
    """Declare the words of the notices."""
    register_notice("partnership.accepted", _("{reseller} has accepted your partnership request."))
    register_notice("partnership.declined", _("{company} has declined your partnership request."))


def tell_accepted(*, now: datetime, request: PartnershipRequest, partnership: Partnership) -> None:
    """Tell the provider's people, and by mail the one who asked, that the partnership stands."""
    path = reverse("reseller", kwargs={"partner_id": partnership.reseller_id})
    notify(
        now=now,
        tenant=request.provider.tenant,
        permission="resellers.view",
        kind="partnership.accepted",
        params={"reseller": partnership.reseller.name},
        url=path,
    )
    _mail(now, request, "partnership-accepted", {"reseller": partnership.reseller.name, "url": absolute(path)})


def tell_declined(*, now: datetime, request: PartnershipRequest, company: str) -> None:
    """Tell the provider's people, and by mail the one who asked, that nothing came of it, and why."""
    path = reverse("request", kwargs={"request_id": request.pk})
    notify(
        now=now,
        tenant=request.provider.tenant,
        permission="resellers.view",
        kind="partnership.declined",
        params={"company": company},
        url=path,
    )
    _mail(now, request, "partnership-declined", {"company": company, "reason": request.reason, "url": absolute(path)})


def _mail(now: datetime, request: PartnershipRequest, kind: str, context: dict[str, str]) -> None:
    """Mail whoever asked, if that person can receive mail."""
    asker = request.created_by
    if asker.is_active and asker.email:
        enqueue(now=now, kind=kind, to_address=asker.email, context={"asker": asker, **context}, about=request)
