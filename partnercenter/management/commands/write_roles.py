"""Write docs/ROLES.md from the permissions themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from foundation.organisations.table import Line, whole_table
from relationships.partners.programmes import Programme
from relationships.partners.roles import DESCRIPTIONS, LABELS

HEAD = """# Roles

Written by `manage.py write_roles` from the permissions in the code (`permissions.py` of each floor); do not edit. A
person has one or more roles in a company; what they may do is what any of them permits, in an account of that kind.
Nobody gives or takes a role above the own ones: Global admin stands above User management admin, which stands above the
others.
"""


class Command(BaseCommand):
    """Write the page of roles."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("path", nargs="?", default=str(settings.BASE_DIR / "docs" / "ROLES.md"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the roles and the table."""
        with translation.override("en"):
            Path(options["path"]).write_text("\n".join(page()), encoding="utf-8")


def page() -> list[str]:
    """Return the lines of the page."""
    table = whole_table()
    labels = [str(label) for _key, label in table.roles]
    return [
        HEAD,
        *(f"- **{LABELS[key]}**: {DESCRIPTIONS[key]}" for key in LABELS),
        "",
        f"| What it lets people do | In accounts of | {' | '.join(labels)} |",
        f"|---|---|{'---|' * len(labels)}",
        *(told(line) for line in table.lines),
        "",
    ]


def told(line: Line) -> str:
    """Return one permission as a row of the table."""
    named = dict(Programme.choices)
    kinds = ", ".join(sorted(str(named.get(kind, kind.replace("_", " "))) for kind in line.permission.kinds)) or "any"
    granted = " | ".join("✓" if has_it else "" for _label, has_it in line.cells)
    return f"| {line.label} (`{line.permission.key}`) | {kinds} | {granted} |"
