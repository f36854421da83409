"""Unfinished new customers as something that hangs on a partnership: from its end on they cannot be submitted (R10)."""

from datetime import datetime

from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from relationships.endings.impact import Impact, Line, counted, register_impact
from subscriptions.onboarding.models import CustomerDraft


def open_drafts(now: datetime) -> Coalesce:
    """Count the provider's open drafts that name the reseller."""
    named = Q(reseller=OuterRef("reseller")) | Q(incentive_reseller=OuterRef("reseller"))
    return counted(
        CustomerDraft.objects.filter(named, partner=OuterRef("provider"), submitted_at=None, expires_at__gt=now)
    )


def register() -> None:
    """Tell the provider before an end."""
    register_impact(
        Impact(
            "drafts",
            _("Unfinished new customers"),
            fate=_("They stay, but can be submitted only for another reseller or for none."),
            lines=[Line(_("Unfinished new customers that name the reseller"), open_drafts)],
            order=50,
            provider_only=True,
        )
    )
