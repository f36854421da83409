"""Runs the checks and the tests one after the other and sums up; the engines are up and in the environment.

python check.py lint | all
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "EMBEDDED": "0",
    "DEBUG": "0",
    "BASE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "HSTS_INCLUDE_SUBDOMAINS": "1",
    "HSTS_PRELOAD": "1",
    "EMAIL_URL": "smtp+tls://portal:password@mail.example:587",
}
"""As an installation behind TLS would set them."""


@dataclass(frozen=True)
class Step:
    """One check: what Python is asked to run."""

    label: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


LINT = (
    Step("lint", ("-m", "ruff", "check", ".")),
    Step("form", ("-m", "ruff", "format", "--check", ".")),
    Step("templates", ("-m", "djlint", "templates", "--lint", "--check", "--quiet")),
    Step("types", ("-m", "mypy")),
    Step("layers", ("-c", "from importlinter.cli import lint_imports_command as main; main()")),
    Step("missing migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Step("deployment", ("manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Step("dependencies", ("-m", "deptry", ".")),
)
PYTEST = ("-m", "pytest")
ALONE = ("tests/starting", "tests/failures", "tests/browser")
"""Folders whose tests start whole portals: they need the machine for themselves."""
TESTS = (
    Step("unit and integration tests", (*PYTEST, "-n2", *(f"--ignore={folder}" for folder in ALONE))),
    Step("starting, stopping and failing", (*PYTEST, "tests/starting", "tests/failures")),
    Step("browser tests", (*PYTEST, "tests/browser")),
)


def main(what: str) -> int:
    """Run the steps; return 1 when one of them failed. SIGTERM ends the running one as well."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    env = dict(os.environ)
    if what == "all":
        env["CHROMIUM"] = chromium.find_or_install()
    results = [(step.label, *take(step, env)) for step in (LINT + TESTS if what == "all" else LINT)]
    print("\nSummary")
    for label, code, seconds in results:
        print(f"  {'failed' if code else 'passed'}  {label} ({seconds:.0f} s)")
    return int(any(code for _label, code, _seconds in results))


def take(step: Step, env: dict[str, str]) -> tuple[int, float]:
    """Run one step; return its exit code and how many seconds it took."""
    print(f"\n== {step.label} ==", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, *step.command], check=False, cwd=ROOT, env=env | step.env)
    return done.returncode, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
