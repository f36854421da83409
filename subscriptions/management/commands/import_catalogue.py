"""Import offers and prices from CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.clock import now
from foundation.organisations.actor import portal
from subscriptions.catalogue.importing import Problem
from subscriptions.catalogue.services import Count, import_catalogue


class Command(BaseCommand):
    """Import files of offers and prices, all or nothing; `catalogue/sample/README.md` tells their form."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and whether to write."""
        parser.add_argument("files", metavar="FILE.csv", nargs="+", help="a file of offers or of prices, in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report. Ends with exit code 1 when something is wrong in a file."""
        files = {path: _content(path) for path in options["files"]}
        report = import_catalogue(actor=portal(), now=now(), files=files, dry_run=options["dry_run"])
        for problem in report.problems:
            self.stderr.write(_told(problem))
        if report.problems:
            raise CommandError(f"Nothing was imported. Problems: {len(report.problems)}.")
        for name, count in (
            ("Offers", report.offers),
            ("Price lists", report.price_lists),
            ("Prices", report.prices),
        ):
            self.stdout.write(_counted(name, count))
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")


def _content(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not written in UTF-8.") from error


def _told(problem: Problem) -> str:
    column = f", {problem.column}" if problem.column else ""
    return f"{problem.place.file}, row {problem.place.row}{column}: {problem.message}"


def _counted(name: str, count: Count) -> str:
    return f"{name}: {count.created} created, {count.updated} updated, {count.unchanged} unchanged."
