"""What resellers and their providers are told about the revenue floor."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.mail.links import absolute
from foundation.mail.services import enqueue
from foundation.notifications.kinds import register_notice
from foundation.notifications.services import notify
from foundation.rules import Refusal
from relationships.partners.models import Partner
from relationships.partners.people import global_admins
from relationships.partnerships.models import Partnership
from subscriptions.performance.models import RevenueWarning


def register() -> None:
    """Declare the words of the notices."""
    register_notice("revenue.warned", _("{reseller} is below the revenue floor; its anniversary is on {day}."))
    register_notice("revenue.lapsed", _("The authorisation of {reseller} as a reseller has lapsed until {day}."))


def tell_warned(*, now: datetime, warning: RevenueWarning, refusal: Refusal | None) -> None:
    """Tell the reseller, by mail too, and its providers, 90 days before the day."""
    reseller = warning.reseller
    _notify_both(now, reseller, "revenue.warned", warning.anniversary)
    for admin in global_admins(reseller.pk):
        if admin.email and refusal:
            context = {
                "user": admin,
                "what": refusal.text,
                "remedy": refusal.remedy,
                "url": absolute(reverse("providers")),
            }
            enqueue(now=now, kind="revenue-warning", to_address=admin.email, context=context, about=reseller)


def tell_lapsed(*, now: datetime, reseller: Partner, until: date) -> None:
    """Tell the reseller, by mail too, and its providers that nothing new is possible until then."""
    _notify_both(now, reseller, "revenue.lapsed", until)
    for admin in global_admins(reseller.pk):
        if admin.email:
            context = {"user": admin, "reseller": reseller.name, "until": date_format(until, "j F Y")}
            enqueue(now=now, kind="revenue-lapsed", to_address=admin.email, context=context, about=reseller)


def _notify_both(now: datetime, reseller: Partner, kind: str, day: date) -> None:
    params = {"reseller": reseller.name, "day": day.isoformat()}
    # Account admins are told too, and may not open the list of providers.
    notify(now=now, tenant=reseller.tenant, permission="agreement.view", kind=kind, params=params, url="/")
    partnerships = Partnership.objects.open().filter(reseller=reseller).select_related("provider__tenant")
    for partnership in partnerships.order_by("pk"):
        path = reverse("reseller", kwargs={"partner_id": reseller.pk})
        tenant = partnership.provider.tenant
        notify(now=now, tenant=tenant, permission="resellers.view", kind=kind, params=params, url=path)
