"""What its provider can do with a request, with what speaks against it now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.organisations.actor import Actor
from foundation.rules import Refusal, Rule, refusals
from foundation.ui.actions import Action, Confirm
from relationships.agreements.standing import standing_of
from relationships.requests.facts import stage_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.rates import too_often_until
from relationships.requests.rules import REMINDER_RULES, RESEND_RULES, Rate, Stage, is_not_flooded, provider_refusals

State = PartnershipRequest.State
ASKED_IN_VAIN = (State.WITHDRAWN, State.DECLINED, State.EXPIRED)
RESEND = Confirm(
    _("A new link goes to the recipient by mail. The link sent before stops working at once."),
    title=_("Send the request again?"),
    yes=_("Send again"),
)
REMIND = Confirm(
    _("The recipient gets a reminder with the same link."), title=_("Send a reminder?"), yes=_("Send a reminder")
)
WITHDRAW = Confirm(
    _("The link stops working at once, and an email that is still waiting is not sent."),
    title=_("Withdraw this request?"),
    yes=_("Withdraw"),
    danger=True,
)


def actions_of(
    actor: Actor, request: PartnershipRequest, now: datetime, against: Sequence[Refusal] = ()
) -> list[Action]:
    """Return what can be done with a request on its page; `against` speaks against any further mail."""
    if not actor.may("partnerships.request"):
        return []
    if not request.is_open_at(now):
        return _ask_again(request, now)
    recipient = Action(_("Change the recipient"), _url(request, "request_recipient"), "swap")
    extend = Action(_("Put the end off"), _url(request, "request_extend"), "calendar")
    changes = [recipient, extend, _withdraw(request)]
    if request.state == State.DRAFT:
        return [Action(_("Continue"), _url(request, "request_draft"), "edit", "primary"), *changes]
    return [_resend(request, now, against), _remind(request, now, against), *changes]


def row_actions(actor: Actor, request: PartnershipRequest) -> list[Action]:
    """Return what a row of the list offers. How often the recipient was written to is not asked for row by row."""
    now = clock.now()
    if not actor.may("partnerships.request"):
        return []
    if not request.is_open_at(now):
        return _ask_again(request, now)
    copy = Action(_("Copy link"), f"{_url(request, 'request')}#link-title", "copy")
    if request.state == State.DRAFT:
        return [copy, _withdraw(request)]
    return [_resend(request, now), _remind(request, now), copy, _withdraw(request)]


def sending_refusals(request: PartnershipRequest, now: datetime) -> list[Refusal]:
    """Return why no further mail about an open request may be sent, as far as two queries can tell.

    What else speaks against it (a block, a partnership meanwhile) is said when it is tried.
    """
    if request.state != State.SENT or not request.is_open_at(now):
        return []
    until = too_often_until(request.provider_id, [request.recipient_address], now, also_about=request)
    rate = Rate("", request.recipient_address, "", until.get(request.recipient_address, ""))
    return provider_refusals(standing_of(request.provider_id)) + refusals((is_not_flooded,), rate)


def _ask_again(request: PartnershipRequest, now: datetime) -> list[Action]:
    """Return the way to a new request to the same recipient, for one of which nothing came."""
    if request.state_at(now) not in ASKED_IN_VAIN:
        return []
    return [Action(_("Ask again"), f"{reverse('request_new')}?again={request.pk}", "add", "primary")]


def _resend(request: PartnershipRequest, now: datetime, against: Sequence[Refusal] = ()) -> Action:
    why = _refusals(request, now, RESEND_RULES, against)
    return _post(
        request, Action(_("Send again"), _url(request, "request_resend"), "send", refusals=why, confirm=RESEND)
    )


def _remind(request: PartnershipRequest, now: datetime, against: Sequence[Refusal] = ()) -> Action:
    why = _refusals(request, now, REMINDER_RULES, against)
    return _post(
        request, Action(_("Send a reminder"), _url(request, "request_remind"), "alert", refusals=why, confirm=REMIND)
    )


def _withdraw(request: PartnershipRequest) -> Action:
    return Action(_("Withdraw"), _url(request, "request_withdraw"), "undo", "danger", post=True, confirm=WITHDRAW)


def _refusals(
    request: PartnershipRequest, now: datetime, rules: Sequence[Rule[Stage]], against: Sequence[Refusal]
) -> list[Refusal]:
    return [*refusals(rules, stage_of(request, now)), *against]


def _post(request: PartnershipRequest, action: Action) -> Action:
    """Return the action sent by a form that carries the version seen, so that pressed twice it is done once."""
    return replace(action, post=True, fields={"version": str(request.version)})


def _url(request: PartnershipRequest, name: str) -> str:
    return reverse(name, kwargs={"request_id": request.pk})
