"""Requests that are still open to a reseller with whom the partnership is to end."""

from datetime import datetime

from django.db.models import F, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.mail_addresses import FREE_MAIL_DOMAINS
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from relationships.endings.impact import Impact, Line, counted, register_impact
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest


def open_to_reseller(now: datetime) -> Coalesce:
    """Count the provider's open requests that this reseller could still accept: to it, its domain or its people."""
    people = Membership.objects.filter(
        tenant=OuterRef(OuterRef("reseller")),
        ended_at=None,
        user__is_active=True,
        user__email_verified_at__isnull=False,
    )
    at_domain = Concat(Value("@"), OuterRef("reseller__tenant__primary_domain"), output_field=TextField())
    rows = PartnershipRequest.objects.open_at(now).annotate(at=at_domain)
    own_domain = Q(recipient_address__endswith=F("at")) & ~Q(at__in=[f"@{domain}" for domain in FREE_MAIL_DOMAINS])
    unnamed = Q(recipient_address__in=people.values("user__email")) | own_domain
    meant = Q(recipient_partner=OuterRef("reseller")) | Q(unnamed, recipient_partner=None)
    return counted(rows.filter(meant, provider=OuterRef("provider")))


def where(actor: Actor, partnership: Partnership) -> str:
    """Return where the provider finds them."""
    return reverse("requests") if actor.tenant_id == partnership.provider_id else ""


def register() -> None:
    """Tell it before an end."""
    register_impact(
        Impact(
            "requests",
            _("Requests of the provider"),
            fate=_("They stay open: accepting one opens a new partnership. Withdraw what is not to be accepted."),
            lines=[Line(_("Open requests to the reseller"), open_to_reseller, where)],
            order=70,
        )
    )
