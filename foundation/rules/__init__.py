"""Business rules as objects: each exists once, enforced by services, shown by pages, told in docs/RULES.md.

A rule is a pure function over a frozen dataclass of facts. It returns None when the facts satisfy it, else the
parameters of its refusal. It never touches the database: the caller gathers the facts, under lock where it writes.

    @rule(
        "R1",
        statement=_("A provider and a reseller can be partners only in one CSP region."),
        source="source 003, scenario 8",
        refusal=_("{provider} is in {provider_region}, {reseller} in {reseller_region}."),
        remedy=_("..."),
    )
    def same_region(facts: PartnershipFacts) -> Params | None: ...
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

Params = Mapping[str, str | int]
Text = str | Promise
Facts = TypeVar("Facts")

REGISTRY: dict[str, "Rule[Any]"] = {}
"""Every rule of the house by its code."""


@dataclass(frozen=True)
class Refusal:
    """Why something is refused: a rule's code and parameters, put into words only when shown."""

    code: str
    params: Params = field(default_factory=dict)

    @property
    def rule(self) -> "Rule[Any]":
        """The rule that refuses."""
        return REGISTRY[self.code]

    @property
    def number(self) -> str:
        """The rule's R-number, which readers can look up; nothing for a rule of ours that has only a name."""
        return self.code if re.match(r"R\d", self.code) else ""

    @property
    def text(self) -> str:
        """What is refused and why, in the reader's language."""
        return str(self.rule.refusal).format(**self.params)

    @property
    def remedy(self) -> str:
        """What the reader can do about it, in the reader's language."""
        return str(self.rule.remedy).format(**self.params)

    def as_json(self) -> dict[str, Any]:
        """The form kept by the audit: code and parameters, no words."""
        return {"code": self.code, "params": dict(self.params)}


class Refused(Exception):
    """Raised by a service when rules refuse; carries every refusal, not only the first."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Keep the refusals (at least one)."""
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


@dataclass(frozen=True)
class Rule(Generic[Facts]):
    """One business rule.

    `code` is an R-number or, for a rule of ours without one, a short name; `source` says where it is stated.
    `kept_by` is the dotted path of what keeps a rule that has no check of its own.
    """

    code: str
    statement: Text
    source: str
    kept_by: str = ""
    refusal: Text = ""
    remedy: Text = ""
    api_code: str = ""
    test: Callable[[Facts], Params | None] | None = None

    def check(self, facts: Facts) -> Refusal | None:
        """Return the refusal of these facts, or None; a rule kept by structure alone refuses nothing."""
        params = self.test(facts) if self.test else None
        return None if params is None else Refusal(self.code, params)


def rule(
    code: str, *, statement: Text, source: str, refusal: Text, remedy: Text, api_code: str = ""
) -> Callable[[Callable[[Facts], Params | None]], Rule[Facts]]:
    """Turn a pure function over facts into the registered rule `code`."""

    def declare(test: Callable[[Facts], Params | None]) -> Rule[Facts]:
        return _register(Rule(code, statement, source, "", refusal, remedy, api_code, test))

    return declare


def kept(code: str, *, statement: Text, source: str, kept_by: str) -> Rule[Any]:
    """Register a rule that structure keeps (a constraint, one service), so that it is told and tested."""
    return _register(Rule(code, statement, source, kept_by))


def _register(declared: Rule[Any]) -> Rule[Any]:
    if declared.code in REGISTRY:
        raise ValueError(f"Rule {declared.code} is declared twice.")
    REGISTRY[declared.code] = declared
    return declared


def in_order() -> list[Rule[Any]]:
    """Return every rule: R2 before R10, R16 before R16-own, and codes without a number last."""
    return [REGISTRY[code] for code in sorted(REGISTRY, key=_place)]


def _place(code: str) -> tuple[int, str]:
    number = re.match(r"R(\d+)", code)
    return (int(number[1]), code) if number else (1000, code)


def refusals(rules: Iterable[Rule[Facts]], facts: Facts) -> list[Refusal]:
    """Return what these rules refuse of these facts, in the order of the rules."""
    return [refusal for each in rules if (refusal := each.check(facts))]


def enforce(rules: Iterable[Rule[Facts]], facts: Facts) -> None:
    """Raise Refused with every refusal of these facts, if there is one."""
    if found := refusals(rules, facts):
        raise Refused(found)
