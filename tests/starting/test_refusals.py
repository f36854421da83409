"""What stands in the way of a start is told in one clear line, and the exit code is not 0."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from partnercenter.embedded import data_folder
from partnercenter.embedded.ports import free_port
from tests.architecture.house import ROOT
from tests.starting.run_portal import refused


def test_a_second_start_on_the_same_data_says_so(tmp_path: Path) -> None:
    """It names the process that holds the data."""
    folder = data_folder.open_folder(tmp_path / "data")
    with data_folder.held(folder):
        second = refused(folder, free_port())
    assert second.returncode == 1
    assert second.stderr == (
        f"Partner Center already runs on {folder} (process {os.getpid()}): stop it, or name another DATA_DIR.\n"
    )
    assert not (folder / data_folder.LOCK).exists()


def test_a_taken_port_says_so(tmp_path: Path) -> None:
    """Whether it is taken on loopback or everywhere."""
    with socket.create_server(("0.0.0.0", 0)) as other:
        port = other.getsockname()[1]
        start = refused(tmp_path / "data", port)
    assert start.returncode == 1
    assert start.stderr == f"Port {port} is taken: choose another one with PORT.\n"
    assert not (tmp_path / "data" / data_folder.LOCK).exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_says_so(tmp_path: Path, port: str) -> None:
    """Before anything is made."""
    start = refused(tmp_path / "data", 0, PORT=port)
    assert (start.returncode, start.stderr) == (1, f"PORT must be a number between 1 and 65535, not '{port}'.\n")
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """Here: a folder below a file, which stops root as well."""
    (tmp_path / "file").touch()
    start = refused(tmp_path / "file" / "data", free_port())
    assert start.returncode == 1
    assert start.stderr.startswith(f"The data folder {tmp_path / 'file' / 'data'} cannot be written")
    assert start.stderr.count("\n") == 1


def test_a_python_that_is_too_old_says_so(tmp_path: Path) -> None:
    """The check must run on any Python, so it is made by a stand-in that fails it."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    start = subprocess.run(
        ["make", "run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode != 0
    assert f"Partner Center needs Python 3.11 or newer, and {old} is missing or older" in start.stderr


def test_manage_without_a_running_portal_says_so(tmp_path: Path) -> None:
    """There is no database to work on."""
    done = subprocess.run(
        ["make", "manage", "CMD=check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"No portal runs on {tmp_path}" in done.stderr
