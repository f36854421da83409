"""Judging a situation: every rule that speaks to it with its verdict, and what follows from all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.rules import REGISTRY, Refusal, Rule
from partnercenter.advisor.questions import ALWAYS, QUESTIONS, WARNINGS, Question
from partnercenter.advisor.situation import Situation

REFUSED, WARNED, FULFILLED, NOT_APPLICABLE = "refused", "warned", "fulfilled", "not_applicable"
SUPPORTED, SUPPORTED_WITH_WARNING, NOT_SUPPORTED = "supported", "warning", "not_supported"


@dataclass(frozen=True)
class Verdict:
    """What one rule says; with a refusal when it refuses or warns."""

    rule: Rule[Any]
    kind: str
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Advice:
    """The verdicts on a situation. `always` are rules that hold besides, whatever the parties are."""

    verdicts: tuple[Verdict, ...]
    always: tuple[Rule[Any], ...]

    def of(self, kind: str) -> list[Verdict]:
        """Return the verdicts of one kind."""
        return [each for each in self.verdicts if each.kind == kind]

    @property
    def outcome(self) -> str:
        """Whether all of it is supported."""
        kinds = {each.kind for each in self.verdicts}
        if REFUSED in kinds:
            return NOT_SUPPORTED
        return SUPPORTED_WITH_WARNING if WARNED in kinds else SUPPORTED

    @property
    def refused_codes(self) -> set[str]:
        """The codes of the rules that refuse."""
        return {each.rule.code for each in self.of(REFUSED)}


def judge(case: Situation) -> Advice:
    """Ask every rule about this situation."""
    verdicts = tuple(_without_doubles(_verdict(each, case) for each in QUESTIONS[case.want]))
    asked = {each.rule.code for each in verdicts if each.kind != NOT_APPLICABLE}
    return Advice(verdicts, tuple(REGISTRY[code] for code in ALWAYS[case.want] if code not in asked))


def _verdict(question: Question, case: Situation) -> Verdict:
    facts = question.facts(case)
    if facts is None:
        return Verdict(question.rule, NOT_APPLICABLE)
    refusal = question.rule.check(facts)
    if refusal is None:
        return Verdict(question.rule, FULFILLED)
    return Verdict(question.rule, WARNED if question.rule.code in WARNINGS else REFUSED, refusal)


def _without_doubles(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    """Drop what says the same twice: a rule asked of A and of B counts once unless both refuse for themselves."""
    found = list(verdicts)
    told: set[str] = set()
    for each in found:
        if each.refusal:
            yield each
            continue
        others = [other for other in found if other.rule is each.rule]
        weightier = any(other.refusal or (each.kind == NOT_APPLICABLE and other.kind == FULFILLED) for other in others)
        if not weightier and each.rule.code not in told:
            told.add(each.rule.code)
            yield each
