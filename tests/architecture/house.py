"""The house as its guards see it: floors, their source files and their templates."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("foundation", "relationships", "customers", "subscriptions", "partnercenter")
"""From the ground up: a floor uses those before it, never those after."""


def above(floor: str) -> tuple[str, ...]:
    """Return the floors above this one."""
    return FLOORS[FLOORS.index(floor) + 1 :]


def sources(floor: str) -> list[Path]:
    """Return the floor's Python files, migrations left out."""
    return [path for path in sorted((ROOT / floor).rglob("*.py")) if "migrations" not in path.parts]


def all_sources() -> list[Path]:
    """Return every Python file of the product."""
    return [path for floor in FLOORS for path in sources(floor)]


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the string literals of a file that are no docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def floor_of_template(path: Path) -> str:
    """Return the floor a template belongs to: its folder's name, or the foundation for the shared ones."""
    first = path.relative_to(ROOT / "templates").parts[0]
    return first if first in FLOORS else "foundation"


def templates() -> list[Path]:
    """Return every template of the product."""
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]


def where(path: Path, line: int = 0) -> str:
    """Return a place to look at."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
