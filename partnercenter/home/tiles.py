"""The dashboard's figures: each a number with the list behind it, drawn only for who may open that list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.relationships.models import CustomerRelationship
from foundation.lists.counting import capped_count
from foundation.organisations.actor import Actor
from foundation.rules import Text
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest

SOON = timedelta(days=30)
"""Renewals within this time are called soon."""


@dataclass(frozen=True)
class Tile:
    """A figure to be: `rows` gives what is counted, `link` the list in which it can be looked at."""

    label: Text
    icon: str
    permission: str
    rows: Callable[[Actor, datetime], QuerySet[Model]]
    link: str
    query: str = ""


@dataclass(frozen=True)
class Figure:
    """A counted tile."""

    label: Text
    icon: str
    count: str
    url: str


def open_requests(actor: Actor, now: datetime) -> QuerySet[Model]:
    """Requests that have been sent and wait for an answer."""
    return PartnershipRequest.objects.visible_to(actor).filter(state=PartnershipRequest.State.SENT, expires_at__gt=now)


def renewing_soon(actor: Actor, now: datetime) -> QuerySet[Model]:
    """Customers with a renewal in the coming thirty days."""
    return CustomerRelationship.objects.visible_to(actor).filter(next_renewal__range=(now.date(), (now + SOON).date()))


TILES = (
    Tile(
        _("Customers"),
        "customers",
        "customers.view",
        lambda actor, _now: CustomerRelationship.objects.visible_to(actor),
        "customers",
    ),
    Tile(_("Renewing within 30 days"), "calendar", "customers.view", renewing_soon, "customers", "order=renewal"),
    Tile(
        _("Indirect resellers"),
        "resellers",
        "resellers.view",
        lambda actor, _now: Partnership.objects.visible_to(actor).open().filter(provider=actor.tenant_id),
        "resellers",
    ),
    Tile(_("Requests waiting for an answer"), "mail", "resellers.view", open_requests, "requests", "state=sent"),
    Tile(
        _("Indirect providers"),
        "resellers",
        "providers.view",
        lambda actor, _now: Partnership.objects.visible_to(actor).open().filter(reseller=actor.tenant_id),
        "providers",
    ),
)


def tiles_for(actor: Actor, now: datetime) -> list[Figure]:
    """Return the figures this person may look into."""
    return [
        Figure(tile.label, tile.icon, capped_count(tile.rows(actor, now)), reverse(tile.link) + suffix(tile))
        for tile in TILES
        if actor.may(tile.permission)
    ]


def suffix(tile: Tile) -> str:
    """Return the query string of a tile's link."""
    return f"?{tile.query}" if tile.query else ""
