"""Files and functions stay small, and every file says what is in it."""

import ast

from tests.architecture.house import ROOT, all_sources, tree, where

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "manager"}


def test_files_stay_under_400_lines() -> None:
    """Split by what a user would name."""
    tests = (ROOT / "tests").rglob("*.py")
    assert not [where(path) for path in [*all_sources(), *tests] if len(path.read_text().splitlines()) > 400]


def test_functions_stay_under_40_lines() -> None:
    """Docstring and signature included."""
    assert not [
        f"{where(path, node.lineno)} {node.name}"
        for path in all_sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40
    ]


def test_file_names_say_what_is_inside() -> None:
    """No drawer for odds and ends."""
    assert not [where(path) for path in all_sources() if path.stem in NAMES_THAT_SAY_NOTHING]


def test_public_functions_and_classes_have_docstrings() -> None:
    """Meaning, units, errors; nested ones and overridden hooks are explained by what they override."""
    assert not [where(path) for path in all_sources() if tree(path).body and not ast.get_docstring(tree(path))]
    assert not [
        f"{where(path, node.lineno)} {node.name}"
        for path in all_sources()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
