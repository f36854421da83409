"""Folders for portals that tests start."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from partnercenter.embedded.postgresql_home import installed_binaries


@contextmanager
def passable_folder() -> Iterator[Path]:
    """Make a folder that every account can pass through, as pytest's own cannot: PostgreSQL may run under another."""
    folder = Path(tempfile.mkdtemp(prefix="partner-center-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder of the test's own that every account can pass through."""
    with passable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def closed_folder() -> Iterator[Path]:
    """Return a folder closed to others with PostgreSQL's binaries in it."""
    with passable_folder() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        package = installed_binaries().parent
        for part in (package, package.with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, closed / part.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        yield closed
