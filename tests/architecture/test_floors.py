"""What imports do not show: URL names, template includes, model names and task names keep to the floors too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from tests.architecture.house import FLOORS, above, floor_of_template, sources, templates, texts, tree, where

URL_TAG = re.compile(r"{%\s*url\s+[\"']([\w-]+)[\"']")
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([\w/.-]+)[\"']")


def floors_of_url_names() -> dict[str, str]:
    """Return the floor of the view behind each URL name."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                if each.namespace is None:
                    walk(each)
            elif each.name:
                module = each.callback.__module__.split(".")[0]
                found[each.name] = module if module in FLOORS else "foundation"

    walk(get_resolver())
    return found


def addressed(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, URL name) of the addresses that a file makes."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in ("reverse", "reverse_lazy", "redirect") and isinstance(first, ast.Constant):
                yield node.lineno, str(first.value)


@pytest.mark.parametrize("floor", FLOORS)
def test_no_string_of_a_floor_names_something_above_it(floor: str) -> None:
    """Model names, dotted paths, template names and URL names in Python."""
    urls, upper = floors_of_url_names(), above(floor)
    dotted = re.compile(rf"^({'|'.join(upper)})([./]\w[\w./-]*)$") if upper else None
    wrong = []
    for path in sources(floor):
        if path.name == "settings.py":
            continue
        wrong += [f"{where(path, line)} {text}" for line, text in texts(path) if dotted and dotted.match(text)]
        wrong += [f"{where(path, line)} {name}" for line, name in addressed(path) if urls.get(name) in upper]
    assert not wrong


def test_no_template_links_to_or_includes_something_above_its_floor() -> None:
    """Pages that must show something from above have slots."""
    urls, wrong = floors_of_url_names(), []
    for path in templates():
        text, upper = path.read_text(encoding="utf-8"), above(floor_of_template(path))
        names = [name for name in URL_TAG.findall(text) if urls.get(name) in upper]
        names += [name for name in INCLUDED.findall(text) if name.split("/")[0] in upper]
        wrong += [f"{where(path)} {name}" for name in names]
    assert not wrong
