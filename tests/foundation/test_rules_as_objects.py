"""A rule is one object: it checks facts, speaks when asked and keeps code and parameters for the audit."""

from dataclasses import dataclass

import pytest

from foundation import rules
from foundation.rules import Params, Refusal, Refused, enforce, kept, refusals, rule


@dataclass(frozen=True)
class Basket:
    """Facts for the rules below."""

    eggs: int


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the house's own registry clean."""
    monkeypatch.setattr(rules, "REGISTRY", {})


def few_eggs() -> "rules.Rule[Basket]":
    """Declare a rule as the floors do."""

    @rule("EGGS", statement="At most six.", source="the cook", refusal="{eggs} eggs.", remedy="Take {extra} out.")
    def check(facts: Basket) -> Params | None:
        return {"eggs": facts.eggs, "extra": facts.eggs - 6} if facts.eggs > 6 else None

    return check


def test_satisfied_facts_are_not_refused() -> None:
    assert few_eggs().check(Basket(6)) is None


def test_a_refusal_says_what_and_what_to_do() -> None:
    refusal = few_eggs().check(Basket(8))
    assert refusal == Refusal("EGGS", {"eggs": 8, "extra": 2})
    assert (refusal.text, refusal.remedy) == ("8 eggs.", "Take 2 out.")


def test_the_audit_keeps_code_and_parameters_and_no_words() -> None:
    refusal = few_eggs().check(Basket(7))
    assert refusal
    assert refusal.as_json() == {"code": "EGGS", "params": {"eggs": 7, "extra": 1}}


def test_enforce_raises_every_refusal_at_once() -> None:
    eggs = few_eggs()

    @rule("EVEN", statement="Even.", source="the cook", refusal="Odd.", remedy="Add one.")
    def even(facts: Basket) -> Params | None:
        return {} if facts.eggs % 2 else None

    with pytest.raises(Refused) as caught:
        enforce((eggs, even), Basket(9))
    assert [each.code for each in caught.value.refusals] == ["EGGS", "EVEN"]
    assert refusals((eggs, even), Basket(4)) == []


def test_a_code_is_declared_once() -> None:
    few_eggs()
    with pytest.raises(ValueError, match="twice"):
        few_eggs()


def test_a_rule_kept_by_structure_refuses_nothing() -> None:
    rule_of_structure = kept("SHELL", statement="Eggs have shells.", source="nature", kept_by="hens.lay")
    assert rule_of_structure.check(Basket(1)) is None
