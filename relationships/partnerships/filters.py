"""The filters of both lists of partners, each for the side (provider, reseller) that is listed."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.lists import Choice
from foundation.organisations.actor import Actor
from foundation.places.names import country_name
from foundation.rules import Text
from foundation.sorting import sort_name
from relationships.partnerships.hindrances import LABELS, hindrances_of, is_hindered
from relationships.partnerships.models import Partnership

Narrow = Callable[[QuerySet[Any], str], QuerySet[Any]]

OTHER_SIDE = {"provider": "reseller", "reseller": "provider"}

CAN, CANNOT = "can", "cannot"
SINCE: dict[str, Text] = {
    "month": _("In the last 30 days"),
    "year": _("In the last 12 months"),
    "earlier": _("Earlier"),
}
DAYS = {"month": 30, "year": 365, "earlier": 365}


def filters_for(side: str) -> list[Choice]:
    """Return the filters of a list that shows the partners on this side."""
    reasons = [(code, LABELS[code]) for code in hindrances_of(side)]
    states = [(CAN, _("Can transact")), (CANNOT, _("Cannot transact")), *reasons]
    return [
        Choice("location", _("Location"), countries_of(side), at_location(side)),
        Choice("status", _("Status"), states, in_standing(side)),
        Choice("since", _("Partners since"), tuple(SINCE.items()), since),
        Choice(
            "partnership",
            _("Partnership"),
            (("former", _("Former partners")), ("all", _("Present and former"))),
            present_or_former,
            all_label=_("Present partners"),
            otherwise=present,
        ),
    ]


def countries_of(side: str) -> Callable[[Actor], Sequence[tuple[str, Text]]]:
    """Return what gives the countries of one's own partners on this side, by name. One query."""

    def countries(actor: Actor) -> Sequence[tuple[str, Text]]:
        mine = Partnership.objects.visible_to(actor).filter(**{OTHER_SIDE[side]: actor.tenant_id})
        codes = mine.order_by().values_list(f"{side}__tenant__country", flat=True).distinct()
        return sorted(((code, country_name(code)) for code in codes), key=lambda pair: sort_name(pair[1]))

    return countries


def at_location(side: str) -> Narrow:
    """Return what narrows the rows to partners in one country."""
    return lambda rows, code: rows.filter(**{f"{side}__tenant__country": code})


def in_standing(side: str) -> Narrow:
    """Return what narrows the rows to partners that can transact, that cannot, or cannot for one reason."""

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == CAN:
            return rows.exclude(is_hindered(side))
        return rows.filter(is_hindered(side) if value == CANNOT else hindrances_of(side)[value])

    return narrow


def since(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow the rows to partnerships that began within a time, or before it."""
    day = clock.now() - timedelta(days=DAYS[value])
    return rows.filter(since__lt=day) if value == "earlier" else rows.filter(since__gte=day)


def present(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow the rows to partnerships that have not ended."""
    return rows.filter(ended_at=None)


def present_or_former(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow the rows to one partnership per partner, the latest; of former partners only, if wanted."""
    later = Partnership.objects.filter(
        provider=OuterRef("provider"), reseller=OuterRef("reseller"), since__gt=OuterRef("since")
    )
    latest = rows.exclude(Exists(later))
    return latest.exclude(ended_at=None) if value == "former" else latest
