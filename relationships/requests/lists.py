"""The list of a provider's requests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now, gettext_lazy as _

from foundation import clock
from foundation.lists import Choice, Column, Empty, List, per_row
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.ui.actions import Action
from foundation.ui.states import Badge, badge
from relationships.requests.actions import row_actions
from relationships.requests.delivery import CHOICES, delivered_as, deliveries
from relationships.requests.models import PartnershipRequest
from relationships.requests.tabs import request_action

State = PartnershipRequest.State


def rows_of(actor: Actor) -> QuerySet[PartnershipRequest]:
    """Return the requests this actor may see, each with its present state."""
    return PartnershipRequest.objects.visible_to(actor).with_present_state(clock.now()).select_related("created_by")


def state_of(request: Any) -> Badge:
    """Return the state as everybody is to see it."""
    state = State(request.present_state)
    return badge(state.value, state.label)


def address_of(request: Any) -> str:
    """Return where a request is looked at: a draft on its draft page."""
    return reverse("request_draft" if is_draft(request) else "request", kwargs={"request_id": request.pk})


def is_draft(request: Any) -> bool:
    """Say whether a row is a draft that can still be sent."""
    return bool(request.present_state == State.DRAFT)


def states_with_counts(actor: Actor) -> Sequence[tuple[str, Text]]:
    """Return the states with how many requests are in each."""
    counted = PartnershipRequest.objects.visible_to(actor).counts_by_state(clock.now())
    return [
        (state.value, _now("{state} ({count})").format(state=state.label, count=counted.get(state.value, 0)))
        for state in State
    ]


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Narrow the rows to a present state."""
    return rows.filter(present_state=state)


def people_who_asked(actor: Actor) -> Sequence[tuple[str, Text]]:
    """Return who has made requests, by name."""
    askers = PartnershipRequest.objects.visible_to(actor).askers()
    return [(str(person.pk), person.display_name) for person in askers]


def delivery_of(actor: Actor, rows: Sequence[PartnershipRequest]) -> Mapping[Any, Badge]:
    """Return how far each request's mail has come."""
    return deliveries(rows)


def open_action(actor: Actor, request: PartnershipRequest) -> list[Action]:
    """Return what leads to the request."""
    return [Action(_("Continue") if is_draft(request) else _("Details"), address_of(request))]


REQUESTS = List(
    key="requests",
    title=_("Requests"),
    queryset=rows_of,
    columns=[
        Column(
            "company",
            _("Company"),
            value=lambda row: row.recipient_company,
            template="relationships/requests/company.html",
        ),
        Column("address", _("Email address"), value=lambda row: row.recipient_address, shown=False),
        Column("state", _("State"), value=state_of),
        Column("delivery", _("Delivery"), load=delivery_of, template="relationships/requests/delivery.html"),
        Column("viewed", _("Viewed"), value=lambda row: row.viewed_at),
        Column("created", _("Created"), value=lambda row: row.created_at, order="created"),
        Column("expires", _("Expires"), value=lambda row: localdate(row.expires_at)),
        Column("by", _("Created by"), value=lambda row: row.created_by.display_name, shown=False),
    ],
    orders={"created": ("-created_at", "-id")},
    default_order="created",
    empty=Empty(
        _("No requests yet"),
        _("Ask a reseller for a partnership: it gets a mail with a link, and you see here what becomes of it."),
        icon="mail",
        action=request_action,
    ),
    filters=[
        Choice("state", _("State"), states_with_counts, in_state),
        Choice("delivery", _("Delivery"), CHOICES, delivered_as),
        Choice("by", _("Created by"), people_who_asked, lambda rows, person: rows.filter(created_by=person)),
    ],
    search=("recipient_company", "recipient_address"),
    row_actions=[per_row(open_action), per_row(row_actions)],
    inline_actions=1,
    export_name="PartnershipRequests",
)
