"""A request that the reseller still has open with a provider when their partnership is to end."""

from datetime import datetime

from django.db.models import OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from relationships.endings.impact import Impact, Line, counted, register_impact
from relationships.reseller_requests.models import ResellerRequest


def open_to_provider(now: datetime) -> Coalesce:
    """Count the reseller's open requests to this provider."""
    asked = ResellerRequest.objects.open_at(now)
    return counted(asked.filter(provider=OuterRef("provider"), reseller=OuterRef("reseller")))


def register() -> None:
    """Tell it before an end."""
    register_impact(
        Impact(
            "reseller_requests",
            _("Requests of the reseller"),
            fate=_("They stay open: the provider can still accept one, which opens a new partnership."),
            lines=[Line(_("Open requests to the provider"), open_to_provider)],
            order=80,
        )
    )
