"""The two lists of resellers' requests, and where each provider of the directory stands with the reader."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now, gettext_lazy as _

from foundation import clock
from foundation.lists import Choice, Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.ui.states import Badge, badge
from relationships.directory.lists import DIRECTORY
from relationships.directory.models import ProviderListing
from relationships.partnerships.models import Partnership
from relationships.providers.lists import find_action
from relationships.requests.tabs import ResellersTab, register_tab
from relationships.reseller_requests.models import ResellerRequest

State = ResellerRequest.State


def received_by(actor: Actor) -> QuerySet[ResellerRequest]:
    """Return the requests that the actor's company has got, each with its present state."""
    rows = ResellerRequest.objects.visible_to(actor).filter(provider=actor.tenant_id)
    return rows.with_present_state(clock.now()).select_related("reseller__tenant", "created_by")


def made_by(actor: Actor) -> QuerySet[ResellerRequest]:
    """Return the requests that the actor's company has made, each with its present state."""
    rows = ResellerRequest.objects.visible_to(actor).filter(reseller=actor.tenant_id)
    return rows.with_present_state(clock.now()).select_related("provider__tenant", "created_by")


def state_of(request: Any) -> Badge:
    """Return the state as everybody is to see it; an open one waits for the provider."""
    state = State(request.present_state)
    return badge("waiting", _("Open")) if state == State.SENT else badge(state.value, state.label)


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Narrow the rows to a present state."""
    return rows.filter(present_state=state)


def received_page(request: Any) -> str:
    """Return where the provider looks at a request."""
    return reverse("received_request", kwargs={"asking_id": request.pk})


def made_page(request: Any) -> str:
    """Return where the reseller looks at its request."""
    return reverse("made_request", kwargs={"asking_id": request.pk})


STATES = Choice(
    "state",
    _("State"),
    [(state.value, _("Open") if state == State.SENT else state.label) for state in State],
    in_state,
)

RECEIVED = List(
    key="received-requests",
    title=_("Received requests"),
    queryset=received_by,
    columns=[
        Column("reseller", _("Indirect reseller"), value=lambda row: row.reseller.name, link=received_page),
        Column("location", _("Location"), value=lambda row: country_name(row.reseller.tenant.country_id)),
        Column("state", _("State"), value=state_of),
        Column("asked", _("Asked"), value=lambda row: row.created_at, order="asked"),
        Column("by", _("Asked by"), value=lambda row: row.created_by.display_name),
        Column("expires", _("Expires"), value=lambda row: localdate(row.expires_at)),
    ],
    orders={"asked": ("-created_at", "-id")},
    default_order="asked",
    empty=Empty(
        _("No reseller has asked you yet"),
        _("Resellers of your region find you under Find a provider when you are listed in the directory."),
        icon="mail",
    ),
    filters=[STATES],
    export_name="ReceivedRequests",
)

MADE = List(
    key="made-requests",
    title=_("Your requests"),
    queryset=made_by,
    columns=[
        Column("provider", _("Indirect provider"), value=lambda row: row.provider.name, link=made_page),
        Column("location", _("Location"), value=lambda row: country_name(row.provider.tenant.country_id)),
        Column("state", _("State"), value=state_of),
        Column("asked", _("Asked"), value=lambda row: row.created_at, order="asked"),
        Column("by", _("Asked by"), value=lambda row: row.created_by.display_name),
        Column("expires", _("Expires"), value=lambda row: localdate(row.expires_at)),
    ],
    orders={"asked": ("-created_at", "-id")},
    default_order="asked",
    empty=Empty(
        _("You have asked no provider yet"),
        _("Look for a provider of your region in the directory and ask it for a partnership."),
        icon="send",
        action=find_action,
    ),
    filters=[STATES],
)


def where_they_stand(actor: Actor, rows: Sequence[ProviderListing]) -> Mapping[Any, Badge]:
    """Return which of these providers are partners of the actor's company, and which it has asked; two queries."""
    providers = [row.provider_id for row in rows]
    partners = Partnership.objects.visible_to(actor).open().filter(reseller=actor.tenant_id, provider__in=providers)
    asked = ResellerRequest.objects.visible_to(actor).open_at(clock.now())
    asked = asked.filter(reseller=actor.tenant_id, provider__in=providers)
    waiting = {key: badge("waiting", _now("Asked")) for key in asked.values_list("provider", flat=True)}
    return waiting | {key: badge("active", _now("Partner")) for key in partners.values_list("provider", flat=True)}


def register() -> None:
    """Show in the directory where each provider stands, and the received requests under *Indirect resellers*."""
    DIRECTORY.extend(columns=[Column("standing", _("Partnership"), load=where_they_stand)])
    register_tab(ResellersTab(_("Received requests"), "received_requests", 25))
