"""What a start must bring up to date before the portal can serve, and what it can leave out because nothing changed.

Each step keeps a fingerprint of the files it was made from in the data folder.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partnercenter.embedded.environment import ROOT

FILE = "prepared.json"
FLOORS = ("foundation", "relationships", "customers", "subscriptions", "partnercenter")


@dataclass(frozen=True)
class Step:
    """Management commands, and the files whose change makes them necessary again."""

    label: str
    commands: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()
    """Patterns below the clone; none at all: the step is done once."""


STEPS = {
    "database": Step(
        "migrations and reference data",
        (("migrate",), ("createcachetable",), ("load_reference_data",), ("harden_database",)),
        ("requirements.txt", *(f"{floor}/**/*.{ending}" for floor in FLOORS for ending in ("py", "csv", "json"))),
    ),
    "static": Step(
        "static files",
        (("collectstatic", "--noinput"),),
        ("static/**/*", "partnercenter/settings.py", "requirements.txt"),
    ),
    "demo": Step("demo data", (("load_demo",),)),
}


def due(data_dir: Path, *, demo: bool) -> list[str]:
    """Return the names of the steps that this start must take. Demo data is a matter of the first start alone."""
    done = read(data_dir)
    steps = [name for name in ("database", "static") if done.get(name) != fingerprint(STEPS[name])]
    return [*steps, "demo"] if demo and "demo" not in done else steps


def settle(data_dir: Path, *, demo: bool) -> None:
    """Write down that the first start decided about demo data."""
    if "demo" not in read(data_dir):
        record(data_dir, "demo", "loaded" if demo else "none")


def has_demo(data_dir: Path) -> bool:
    """Say whether the demo sign-ins exist."""
    return read(data_dir).get("demo") == "loaded"


def record(data_dir: Path, name: str, value: str) -> None:
    """Write down that a step was taken."""
    file = data_dir / FILE
    new = file.with_name(f"{FILE}-new")
    new.write_text(json.dumps(read(data_dir) | {name: value}, indent=2) + "\n", encoding="utf-8")
    new.replace(file)


def read(data_dir: Path) -> dict[str, str]:
    """Return what was written down."""
    file = data_dir / FILE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def fingerprint(step: Step) -> str:
    """Return a hash over names and contents of the step's files."""
    digest = hashlib.sha256()
    for path in files(step):
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files(step: Step) -> Iterator[Path]:
    """Yield the step's files in a fixed order."""
    for pattern in step.sources:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())
