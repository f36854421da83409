"""The Dashboard: what is there and what to do next, for the kind of account that looks at it."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.adding.decision import seller_refusals
from foundation import clock
from foundation.access import SignedInRequest, signed_in
from foundation.organisations.actor import Actor
from foundation.rules import Refusal, refusals
from foundation.ui.actions import Action
from partnercenter.home.checklist import checklist_for
from partnercenter.home.tiles import tiles_for
from relationships.agreements.rules import (
    RESELLER_RULES,
    SELLER_RULES,
    Standing,
    has_signed,
    is_enrolled_reseller,
)
from relationships.agreements.standing import standings_of
from relationships.partners.roles import RESELLER

FORBIDDEN = 403
STEPS = (is_enrolled_reseller.code, has_signed.code)
"""Rules that the checklist leads through."""


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Show the dashboard; operators go to the admin, a customer's admin to its account."""
    actor = request.actor
    if actor is None:
        if request.user.is_staff:
            return redirect("admin:index")
        return render(request, "partnercenter/no_company.html", status=FORBIDDEN)
    if actor.may("own_account.view"):
        return redirect("own_account")
    standing = standings_of([actor.tenant_id]).get(actor.tenant_id) if actor.tenant_id else None
    steps = checklist_for(actor, standing) if standing else []
    context = {
        "tiles": tiles_for(actor, clock.now()),
        "checklist": steps,
        "obstacles": obstacles(standing, told=STEPS if steps else ()) if standing else [],
        "actions": actions(actor, standing) if standing else [],
    }
    return render(request, "partnercenter/home.html", context)


def obstacles(standing: Standing, *, told: Collection[str] = ()) -> list[Refusal]:
    """Return what keeps this partner from transacting, the rules aside that the checklist has `told` of."""
    if not standing.programmes and RESELLER not in standing.awaiting:
        return []
    is_reseller_only = standing.programmes <= {RESELLER}
    found = refusals(RESELLER_RULES if is_reseller_only else SELLER_RULES, standing)
    return [each for each in found if each.code not in told]


def actions(actor: Actor, standing: Standing) -> list[Action]:
    """Return what people come here to do, drawn for those who may, disabled with the reason where it cannot be now."""
    return [
        Action(
            _("Request a partnership"),
            reverse("request_new"),
            icon="partners",
            kind="primary",
            permitted=actor.may("partnerships.request"),
            refusals=refusals(SELLER_RULES, standing),
        ),
        Action(
            _("Add customer"),
            reverse("new_customer"),
            icon="add",
            permitted=actor.may("customers.add"),
            refusals=seller_refusals(standing),
        ),
    ]
