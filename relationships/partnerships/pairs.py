"""Facts about pairs of partners, loaded for many at once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from relationships.agreements.standing import standings_of
from relationships.partnerships.models import Partnership
from relationships.partnerships.rules import Pair


def pairs_with(provider_id: UUID, reseller_ids: Iterable[UUID]) -> dict[UUID, Pair]:
    """Return the pair of this provider with each of these resellers, in two queries however many they are."""
    wanted = set(reseller_ids)
    standings = standings_of({provider_id, *wanted})
    partners = set(
        Partnership.objects.open().filter(provider=provider_id, reseller__in=wanted).values_list("reseller", flat=True)
    )
    return {
        reseller_id: Pair(standings[provider_id], standings[reseller_id], reseller_id in partners)
        for reseller_id in wanted & standings.keys()
    }


def partners_of(provider_id: UUID) -> dict[UUID, Pair]:
    """Return the pairs of this provider with all its present resellers, by reseller, ordered by name."""
    ids = Partnership.objects.open().filter(provider=provider_id).values_list("reseller", flat=True)
    pairs = pairs_with(provider_id, list(ids))
    return dict(sorted(pairs.items(), key=lambda item: item[1].reseller.name.casefold()))


def pairs_of(partnerships: Sequence[Partnership]) -> dict[Any, Pair]:
    """Return the pairs of these partnerships by primary key, in one query.

    They are kept with the rows, so that the parts of a page that need them ask once together.
    """
    new = [each for each in partnerships if _KEPT not in each.__dict__]
    if new:
        standings = standings_of({key for each in new for key in (each.provider_id, each.reseller_id)})
        for each in new:
            pair = Pair(standings[each.provider_id], standings[each.reseller_id], each.ended_at is None)
            each.__dict__[_KEPT] = pair
    return {each.pk: each.__dict__[_KEPT] for each in partnerships}


_KEPT = "_pair"
"""Where a row keeps its pair."""
