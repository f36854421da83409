"""What is said to the person who started the portal."""

import sys
from pathlib import Path


class CannotStart(Exception):
    """The portal cannot start; the message is one line that says why and what to do."""


def say(text: str) -> None:
    """Print a line at once, whoever reads it."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr, flush=True)


def last_lines(log: Path, count: int = 20) -> str:
    """Return the last lines of a log, indented, for a person who has not opened it."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "".join(f"\n    {line}" for line in lines[-count:])
