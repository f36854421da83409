"""What people are told about requests: notices inside the portal and mails to whoever asked."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from relationships.partners.people import is_of_the_company
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest


def register() -> None:
    """Declare the words of the notices."""
    register_notice("partnership.accepted", _("{reseller} has accepted your partnership request."))
    register_notice("partnership.declined", _("{company} has declined your partnership request."))
    register_notice("request.expired", _("Your partnership request to {company} has expired without an answer."))
    register_notice("request.draft_expired", _("Your draft of a partnership request to {company} has expired unsent."))
    register_notice(
        "request.to_be_reminded",
        _("{company} has not answered your partnership request yet. You have sent it yourself: remind the company."),
    )


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


def tell_expired(*, now: datetime, request: PartnershipRequest, was_sent: bool) -> None:
    """Tell whoever asked that the time is over."""
    _tell_asker(now, request, "request.expired" if was_sent else "request.draft_expired")


def tell_to_remind(*, now: datetime, request: PartnershipRequest) -> None:
    """Tell whoever asked, and sent the mail outside the portal, that the time is over soon."""
    _tell_asker(now, request, "request.to_be_reminded")


def _tell_asker(now: datetime, request: PartnershipRequest, kind: str) -> None:
    """Leave a notice for whoever asked; for all who may ask once that person has left."""
    notice = partial(
        notify,
        now=now,
        tenant=request.provider.tenant,
        permission="partnerships.request",
        kind=kind,
        params={"company": request.recipient_company},
        url=reverse("request", kwargs={"request_id": request.pk}),
    )
    if not notice(only=request.created_by):
        notice()


def _mail(now: datetime, request: PartnershipRequest, kind: str, context: dict[str, str]) -> None:
    """Mail whoever asked, unless that person has left the company or has no address."""
    asker = request.created_by
    if asker.email and is_of_the_company(asker, request.provider_id):
        enqueue(now=now, kind=kind, to_address=asker.email, context={"asker": asker, **context}, about=request)
