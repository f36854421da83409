"""The provider's admin access to the reseller's account, as something that outlives the partnership (R14, R67)."""

from datetime import datetime

from django.db.models import OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisations.actor import Actor
from relationships.delegation.models import DelegatedAdmin
from relationships.endings.impact import Impact, Line, counted, register_impact
from relationships.partnerships.models import Partnership


def given(now: datetime) -> Coalesce:
    """Count the provider's admin access to the reseller's account: one or none."""
    held = DelegatedAdmin.objects.in_force(now)
    return counted(held.filter(granting=OuterRef("reseller"), holder=OuterRef("provider")))


def where(actor: Actor, partnership: Partnership) -> str:
    """Return where the reseller can take it back."""
    own = actor.tenant_id == partnership.reseller_id
    return reverse("provider", args=[partnership.provider_id]) if own else ""


def register() -> None:
    """Tell it before an end."""
    register_impact(
        Impact(
            "access",
            _("Admin access to the reseller's account"),
            fate=_("It stays. The reseller can remove it on the provider's page, before or after the end."),
            lines=[Line(_("Admin access that the provider has"), given, where)],
            order=90,
        )
    )
