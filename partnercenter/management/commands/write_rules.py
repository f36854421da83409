"""Write docs/RULES.md from the rules themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from foundation.rules import Rule, in_order

HEAD = """# Rules

Written by `manage.py write_rules` from the rules in the code; do not edit. A rule with a refusal is checked by the
services, shown beside the action before anybody presses it, and told with its remedy. A rule without one is kept by
structure: by a constraint, or because one service does all of it. Each has a test named after it (`test_r01_…`).
"""


class Command(BaseCommand):
    """Write the page of rules."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("path", nargs="?", default=str(settings.BASE_DIR / "docs" / "RULES.md"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every rule in the order of its number."""
        with translation.override("en"):
            lines = [HEAD, *(told(rule) for rule in in_order())]
        Path(options["path"]).write_text("\n".join(lines), encoding="utf-8")


def told(rule: Rule[Any]) -> str:
    """Return one rule as Markdown."""
    lines = [f"## {rule.code}", "", str(rule.statement), "", f"- Source: {rule.source}"]
    if rule.test:
        lines += [f"- Refusal: {rule.refusal}", f"- Remedy: {rule.remedy}"]
    else:
        lines.append(f"- Kept by `{rule.kept_by}`")
    if rule.api_code:
        lines.append(f"- Partner Center code: {rule.api_code}")
    return "\n".join(lines) + "\n"
