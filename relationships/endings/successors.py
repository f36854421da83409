"""Who can take over what a reseller leaves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from relationships.agreements.standing import standings_of
from relationships.endings.impact import takeovers
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import Pair

KEEP, NOBODY = "keep", "nobody"
"""Values of a choice: leave it as it is; give it to no reseller."""

Choices = list[tuple[str, str]]


def choices_for(partnership: Partnership, now: datetime) -> dict[str, Choices]:
    """Return by kind who may take it over: nothing changes, nobody, or another of the provider's resellers.

    Two queries, and one for each kind of which a reseller may be able to take a part only.
    """
    pairs = _other_resellers(partnership)
    found = {}
    for key, takeover in takeovers().items():
        fitting = takeover.fitting(partnership, now) if takeover.fitting else None
        fit = [pair for pair in pairs if not takeover.refusals(pair)]
        named = [(str(pair.reseller.partner_id), _named(pair, fitting)) for pair in fit]
        found[key] = [(KEEP, _("Leave as it is")), (NOBODY, str(takeover.nobody)), *named]
    return found


def _other_resellers(partnership: Partnership) -> list[Pair]:
    """Return the provider's pairs with its other resellers, by name."""
    open_ones = Partnership.objects.open().filter(provider=partnership.provider_id)
    others = open_ones.exclude(reseller=partnership.reseller_id)
    standings = standings_of({partnership.provider_id, *others.values_list("reseller", flat=True)})
    provider = standings.pop(partnership.provider_id)
    pairs = [Pair(provider, reseller, are_partners=True) for reseller in standings.values()]
    return sorted(pairs, key=lambda pair: pair.reseller.name.casefold())


def _named(pair: Pair, fitting: Mapping[UUID, int] | None) -> str:
    """Return a reseller's name with its MPN ID, and how many it can take where that is a question."""
    name = f"{pair.reseller.name} (ID: {pair.reseller.mpn_id})" if pair.reseller.mpn_id else pair.reseller.name
    if fitting is None:
        return name
    number = fitting.get(pair.reseller.partner_id, 0)
    return _("{reseller} – can take {number}").format(reseller=name, number=number)
