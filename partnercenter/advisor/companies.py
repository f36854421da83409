"""Companies on record that a member may put in A's or B's place: its own and its partners."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.organisations.actor import Actor
from relationships.agreements.rules import Standing
from relationships.agreements.standing import standings_of
from relationships.partnerships.end_customers import is_end_customer
from relationships.partnerships.models import Partnership


@dataclass(frozen=True)
class Companies:
    """What one reader may choose from: standings and names by id, the own company first."""

    own_id: UUID | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def pick(self, given: str) -> Standing | None:
        """Return the company that a part of the address names, if the reader may choose it."""
        return self.standings.get(given)


def companies_for(actor: Actor | None) -> Companies:
    """Return the reader's own company and those of its partners that its lists show, in two queries."""
    if actor is None or actor.tenant_id is None:
        return Companies()
    own = actor.tenant_id
    ties = Partnership.objects.visible_to(actor).open().values_list("provider", "reseller")
    sides = {"resellers.view": 1, "providers.view": 0}
    others = {tie[side] for tie in ties for name, side in sides.items() if actor.may(name)} - {own}
    found = standings_of({own} | others)
    in_order = sorted(found.values(), key=lambda each: (each.partner_id != own, each.name.casefold()))
    return Companies(
        own_id=own,
        standings={str(each.partner_id): each for each in in_order},
        labels={str(each.partner_id): _label(each, own) for each in in_order},
    )


def recorded_answers(companies: Companies, picked: Mapping[str, Standing]) -> dict[str, str]:
    """Return what is on record about the companies in A's and B's place, in place of what was chosen by hand.

    What two companies are to one another is told only if the reader's own is one of them; two queries at most.
    """
    answers: dict[str, str] = {}
    for letter, standing in picked.items():
        answers |= _about(letter, standing)
    a, b = picked.get("a"), picked.get("b")
    if a and b and companies.own_id in (a.partner_id, b.partner_id):
        answers["tie"] = _tie(a.partner_id, b.partner_id)
    return answers


def _about(letter: str, standing: Standing) -> dict[str, str]:
    kinds = sorted(standing.programmes or standing.awaiting)
    state = "suspended" if standing.suspended else "active" if standing.programmes else "pending"
    return {
        **({f"{letter}_kind": kinds[0]} if kinds else {}),
        f"{letter}_state": state if kinds else "none",
        f"{letter}_region": standing.region_key,
        f"{letter}_mpa": "yes" if standing.agreement_signed else "no",
    }


def _tie(a: UUID, b: UUID) -> str:
    if Partnership.objects.open().filter(provider=a, reseller=b).exists():
        return "partners"
    return "customer" if is_end_customer(a, b) else "none"


def _label(standing: Standing, own: UUID) -> str:
    if standing.partner_id != own:
        return standing.name
    return _("Your company: {name}").format(name=standing.name)
