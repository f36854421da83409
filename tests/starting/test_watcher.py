"""Programs never outlive whoever started them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from partnercenter.embedded import leftovers, processes
from partnercenter.embedded.processes import Watched
from partnercenter.embedded.terminal import CannotStart
from tests.architecture.house import ROOT
from tests.starting.run_portal import eventually, runs

STUBBORN = ("/bin/sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done")
PARENT = """
import sys, time
from pathlib import Path
from partnercenter.embedded.processes import start
folder = Path(sys.argv[1])
print(start("sleeper", ["sleep", "600"], log=folder / "log", env={}, cwd=folder).pid, flush=True)
time.sleep(600)
"""


def start(folder: Path, *command: str, grace: float = 5) -> Watched:
    """Start a program that writes to `log` in the folder."""
    env = {"PATH": os.environ["PATH"]}
    return processes.start("program", command, log=folder / "log", env=env, cwd=folder, grace=grace)


def test_kill_9_of_the_parent_ends_its_program(tmp_path: Path) -> None:
    """The parent has no time to say anything; its end of the pipe closes all the same."""
    with subprocess.Popen([sys.executable, "-c", PARENT, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert runs(pid)
        parent.send_signal(signal.SIGKILL)
        assert eventually(lambda: not runs(pid))


def test_stopping_asks_first(tmp_path: Path) -> None:
    """A program that cleans up gets its chance."""
    process = start(tmp_path, "/bin/sh", "-c", "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done")
    assert eventually(lambda: "up" in process.log.read_text())
    process.stop()
    assert (process.code, process.log.read_text()) == (7, "up\nbye\n")


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    """After the grace, SIGKILL."""
    process = start(tmp_path, *STUBBORN, grace=0.5)
    assert eventually(lambda: "up" in process.log.read_text())
    process.stop()
    assert process.code == 128 + signal.SIGKILL
    assert not runs(process.pid)


def test_a_frozen_program_is_stopped(tmp_path: Path) -> None:
    """SIGSTOP holds nobody up."""
    process = start(tmp_path, "sleep", "600")
    os.kill(process.pid, signal.SIGSTOP)
    process.stop()
    assert process.code == 128 + signal.SIGTERM


def test_what_a_program_left_behind_ends_with_it(tmp_path: Path) -> None:
    """A worker that is killed leaves children."""
    process = start(tmp_path, "/bin/sh", "-c", "sleep 600 & echo $!; wait")
    assert eventually(lambda: process.log.read_text().strip().isdigit())
    child = int(process.log.read_text())
    os.kill(process.pid, signal.SIGKILL)
    assert eventually(lambda: not process.running())
    assert eventually(lambda: not runs(child))


def test_killing_the_watcher_alone_ends_the_program(tmp_path: Path) -> None:
    """Nobody watches it any more, so it goes too."""
    process = start(tmp_path, "sleep", "600")
    process.watcher.kill()
    assert eventually(lambda: not process.running())
    assert eventually(lambda: not runs(process.pid))


def test_the_next_start_ends_what_outlived_its_watcher(tmp_path: Path) -> None:
    """Parent and watchers killed at once: the program is recognised by its note."""
    (tmp_path / "run").mkdir()
    with subprocess.Popen(["sleep", "600"]) as orphan, subprocess.Popen(["sleep", "600"]) as stranger:
        try:
            note = Watched("orphan", orphan.pid, tmp_path / "log", 0, orphan, -1)
            leftovers.note(note, tmp_path)
            (tmp_path / "run" / "reused.pid").write_text(f'[{stranger.pid}, "another birth"]')
            leftovers.end(tmp_path)
            assert orphan.wait(5) == -signal.SIGINT
            assert stranger.poll() is None
        finally:  # Or else nobody would go on before they end by themselves.
            orphan.kill()
            stranger.kill()
    assert not list((tmp_path / "run").iterdir())


def test_a_program_that_does_not_exist_is_told_in_a_line(tmp_path: Path) -> None:
    """No traceback for the person at the terminal."""
    with pytest.raises(CannotStart, match="program cannot be executed"):
        start(tmp_path, "/no/such/program")
