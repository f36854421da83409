"""*Ask to sign*: in the rows of the provider's lists, on the reseller's page, and the tab that leads to the table."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import per_row
from foundation.organisations.actor import Actor
from foundation.rules import refusals
from foundation.ui.actions import Action, Confirm
from foundation.ui.slots import Panel
from relationships.agreement_status.rules import NUDGE_RULES
from relationships.agreement_status.services import facts_of
from relationships.agreements.readiness import readiness_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.slots import REQUEST_PANELS
from relationships.requests.tabs import ResellersTab, register_tab
from relationships.resellers.lists import RESELLERS


def ask_to_sign(actor: Actor, partnership: Any) -> list[Action]:
    """Return the action for a present reseller without an agreement; the row comes from `with_signatures()`."""
    if partnership.reseller_signed_at or partnership.ended_at:
        return []
    facts = facts_of(partnership, None, now=clock.now())
    return [
        Action(
            _("Ask to sign the agreement"),
            reverse("reseller_nudge", kwargs={"partner_id": partnership.reseller_id}),
            icon="mail",
            post=True,
            permitted=actor.may("resellers.nudge"),
            refusals=refusals(NUDGE_RULES, facts),
            confirm=Confirm(
                _("Its Global admins get an email with the way to the agreement. You can ask once in seven days."),
                _("Ask {reseller} to sign?").format(reseller=partnership.reseller.name),
            ),
        )
    ]


def below_request(actor: Actor, request: PartnershipRequest) -> list[Panel]:
    """Return why a reseller that has accepted cannot transact yet; nothing where it can, or nobody has accepted."""
    partnership = request.partnership
    if partnership is None or partnership.ended_at:
        return []
    readiness = readiness_of([partnership.reseller_id])[partnership.reseller_id]
    return [Panel("relationships/agreement_status/accepted.html", readiness)] if readiness.refusals else []


def register() -> None:
    """Add the action to the list of resellers, the table to its tabs, and the reason to requests that were accepted."""
    REQUEST_PANELS.fill(below_request)
    RESELLERS.extend(row_actions=[per_row(ask_to_sign)])
    register_tab(ResellersTab(_("Agreement status"), "agreement_status", 40))
