"""“Cannot transact yet”: what keeps a reseller from new business, in a form that lists, files and pages can show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.rules import Refusal, refusals
from relationships.agreements.rules import RESELLER_RULES, Standing
from relationships.agreements.standing import standings_of


@dataclass(frozen=True)
class Readiness:
    """Whether a reseller can transact, and if not, why (R19-R24)."""

    refusals: tuple[Refusal, ...]

    @property
    def label(self) -> str:
        """The state in two or three words."""
        return _("Cannot transact yet") if self.refusals else _("Can transact")

    def __str__(self) -> str:
        return " ".join([self.label, *(f"· {each.text}" for each in self.refusals)])


def reseller_readiness(standing: Standing) -> Readiness:
    """Return the readiness of a reseller of which the standing is known already."""
    return Readiness(tuple(refusals(RESELLER_RULES, standing)))


def named(name: str, readiness: Readiness) -> str:
    """Return a reseller's name for a list to choose from, with the badge and the first reason if it cannot transact."""
    if not readiness.refusals:
        return name
    return f"{name} · {readiness.label}: {readiness.refusals[0].text}"


def readiness_of(partner_ids: Iterable[UUID]) -> dict[UUID, Readiness]:
    """Return the readiness of these resellers, in one query however many they are."""
    standings = standings_of(set(partner_ids))
    return {key: reseller_readiness(standing) for key, standing in standings.items()}
