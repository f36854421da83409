"""Folders for portals that tests start."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every account can pass through, as pytest's own cannot: PostgreSQL may run under another."""
    folder = Path(tempfile.mkdtemp(prefix="partner-center-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
