"""“Cannot transact yet”: what keeps a reseller from new business, in a form that lists, files and pages can show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.rules import Refusal, refusals
from relationships.agreements.rules import RESELLER_RULES
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


def readiness_of(partner_ids: Iterable[UUID]) -> dict[UUID, Readiness]:
    """Return the readiness of these resellers, in one query however many they are."""
    standings = standings_of(set(partner_ids))
    return {key: Readiness(tuple(refusals(RESELLER_RULES, standing))) for key, standing in standings.items()}
