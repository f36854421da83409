"""Rules are pure, each is proved by a test named after it, and docs/RULES.md tells them all."""

import ast
import re
from pathlib import Path

from django.core.management import call_command
from django.utils.module_loading import import_string

from foundation.rules import REGISTRY
from tests.architecture.house import ROOT, all_sources, tree, where

NEEDED = {f"R{n}" for n in [*range(1, 42), 45, 47, 48, 49, 51, 57, 61, 62, *range(65, 71)]}


def proofs_of(code: str) -> list[str]:
    """Return the names of the tests named after a rule: R1 is proved by `test_r01_…`."""
    number = re.fullmatch(r"R(\d+)", code)
    stem = f"test_r{int(number[1]):02d}_" if number else f"test_{code.lower().replace('-', '_')}_"
    found = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        found += re.findall(rf"def ({stem}\w+)", path.read_text(encoding="utf-8"))
    return found


def test_every_promised_rule_is_there() -> None:
    """The rules of the main job."""
    assert not NEEDED - REGISTRY.keys()


def test_every_rule_has_a_test_named_after_it() -> None:
    """A rule without a proof is a sentence."""
    assert not [code for code in sorted(REGISTRY) if not proofs_of(code)]


def test_rule_modules_do_not_touch_the_database() -> None:
    """They import no models and no ORM at run time."""
    wrong = []
    for path in all_sources():
        if path.name != "rules.py":
            continue
        for node in tree(path).body:
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            wrong += [where(path, node.lineno) for m in modules if m.startswith("django.db") or m.endswith(".models")]
    assert not wrong


def test_what_keeps_a_rule_exists() -> None:
    """`kept_by` leads to real code."""
    for rule in REGISTRY.values():
        if rule.test is None:
            assert import_string(rule.kept_by), rule.code


def test_every_refusal_says_what_to_do() -> None:
    """Code, reason and remedy."""
    assert not [rule.code for rule in REGISTRY.values() if rule.test and not (str(rule.refusal) and str(rule.remedy))]


def test_the_rules_page_is_up_to_date(tmp_path: Path) -> None:
    """docs/RULES.md is written by `manage.py write_rules`."""
    fresh = tmp_path / "RULES.md"
    call_command("write_rules", str(fresh))
    assert fresh.read_text() == (ROOT / "docs" / "RULES.md").read_text()
