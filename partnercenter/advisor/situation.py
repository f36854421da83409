"""A situation to be judged: two or three parties and what one of them wants; facts filled in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.rules import Text
from relationships.agreements.rules import Standing
from relationships.partners.programmes import Programme

SOMEBODY = UUID(int=0)
"""The id of a party that is only imagined."""


@dataclass(frozen=True)
class Party:
    """A company in the chain. Without a standing it is no partner at all."""

    name: str
    kind: str
    standing: Standing | None
    is_rejected: bool = False


@dataclass(frozen=True)
class Buyer:
    """C, as the rules see it: who it is, which of its tenants gets the services, and what it is to A already."""

    name: str
    region_key: str
    region_name: str
    kind: str
    in_csp: bool
    is_known: bool
    is_related: bool
    agreed: bool
    administered: bool


@dataclass(frozen=True)
class Situation:
    """Everything the rules are asked about. `b` is None where only A and C have to do with one another."""

    want: str
    a: Party
    seller: Standing
    b: Party | None
    are_partners: bool
    b_is_end_customer: bool
    c: Buyer
    bought_here: bool

    @property
    def reseller(self) -> Standing | None:
        """B's standing, if B is there and a partner at all."""
        return self.b.standing if self.b else None


def situation_of(
    answers: Mapping[str, str], regions: Mapping[str, str], *, a: Standing | None = None, b: Standing | None = None
) -> Situation:
    """Return the situation that these answers (complete and valid) describe; `a` and `b` are companies on record."""
    seller = a or standing_by_hand(answers, "a", regions)
    party_b = Party(b.name, answers["b_kind"], b) if b else _b_by_hand(answers, regions)
    return Situation(
        want=answers["want"],
        a=Party(seller.name, answers["a_kind"], seller, answers["a_state"] == "rejected" and a is None),
        seller=seller,
        b=party_b,
        are_partners=answers["tie"] == "partners",
        b_is_end_customer=answers["tie"] == "customer",
        c=_buyer(answers, regions),
        bought_here=answers["bought"] == "here",
    )


def standing_by_hand(answers: Mapping[str, str], letter: str, regions: Mapping[str, str]) -> Standing:
    """Return the standing that is described for A or B."""
    kind, state, region = answers[f"{letter}_kind"], answers[f"{letter}_state"], answers[f"{letter}_region"]
    programme = frozenset({kind}) & set(Programme.values)
    nobody: frozenset[str] = frozenset()
    return Standing(
        partner_id=UUID(int=ord(letter)),
        name=name_of(kind, letter),
        region_key=region,
        region_name=regions.get(region, region),
        country_code="",
        organisation_id=0,
        suspended=state == "suspended",
        programmes=programme if state in ("active", "suspended") else nobody,
        awaiting=programme if state == "pending" else nobody,
        agreement_signed=answers[f"{letter}_mpa"] == "yes",
        mpn_id="",
    )


def name_of(kind: str, letter: str) -> str:
    """Return how a party that is only imagined is called in texts: “Indirect provider A”."""
    label: Text = Programme(kind).label if kind in Programme.values else _("Company")
    return f"{label} {letter.upper()}"


def _b_by_hand(answers: Mapping[str, str], regions: Mapping[str, str]) -> Party | None:
    kind, state = answers["b_kind"], answers["b_state"]
    if kind == "none":
        return None
    if kind == "company" or state == "none":
        return Party(name_of(kind, "b"), kind, None)
    return Party(name_of(kind, "b"), kind, standing_by_hand(answers, "b", regions), state == "rejected")


def _buyer(answers: Mapping[str, str], regions: Mapping[str, str]) -> Buyer:
    kind, tie = answers["c_kind"], answers["c_tie"]
    return Buyer(
        name=str(_("Customer C")),
        region_key=answers["c_region"],
        region_name=regions.get(answers["c_region"], answers["c_region"]),
        kind=kind,
        in_csp=kind != "company" and answers["c_tenant"] == "csp",
        is_known=tie != "new",
        is_related=tie == "own",
        agreed=answers["c_agreed"] == "yes",
        administered=answers["c_admin"] == "yes",
    )
