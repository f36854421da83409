"""Starting the portal in a test as a newcomer does, and looking at what runs and what is left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import ROOT

INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHON")
RUN = (sys.executable, "-m", "partnercenter.embedded", "run", "--with-parent")


def environment(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    """Return a newcomer's environment: nothing of the test's own engines is in it."""
    given = {key: value for key, value in os.environ.items() if key in INHERITED}
    return given | {"DATA_DIR": str(data_dir), "PORT": str(port)} | more


@dataclass
class RunningPortal:
    """A portal started by a command of its own."""

    process: "subprocess.Popen[str]"
    data_dir: Path
    said: list[str]
    seconds: float

    def pids(self) -> dict[str, int]:
        """Return the process ids of the portal's programs by name."""
        return {file.stem: json.loads(file.read_text())[0] for file in (self.data_dir / "run").glob("*.pid")}

    def stop(self) -> None:
        """Ask the command, and it alone, to stop; read what it says until it has ended."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.stdout
        self.said += self.process.stdout.readlines()
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """Kill the command and what it started in its own session, as kill -9 at a terminal does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


@contextmanager
def started(command: tuple[str, ...], data_dir: Path, port: int, **more: str) -> Iterator[RunningPortal]:
    """Start a portal, wait until it says that it is ready, and see that it does not outlive the test."""
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(data_dir, port, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        said: list[str] = []
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if line.startswith("Partner Center is ready at "):
                break
        else:
            raise AssertionError("The portal did not start:\n" + "".join(said))
        seconds = time.monotonic() - began
        said += iter(process.stdout.readline, "  Ctrl-C stops everything; the data stays.\n")
        try:
            yield RunningPortal(process, data_dir, said, seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def refused(data_dir: Path, port: int, **more: str) -> "subprocess.CompletedProcess[str]":
    """Start a portal that is expected not to come up; return what it said."""
    return subprocess.run(
        RUN, cwd=ROOT, env=environment(data_dir, port, **more), capture_output=True, text=True, timeout=60, check=False
    )


def runs(pid: int) -> bool:
    """Say whether a process still runs; one that only waits to be buried does not."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()[:1] not in ("", "Z")


def family(pids: dict[str, int]) -> list[int]:
    """Return the programs with everything they started: the members of their sessions."""
    shown = subprocess.run(["ps", "-A", "-o", "pid=,sess=,ppid="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in shown.stdout.splitlines()]
    return [pid for pid, session, parent in rows if {pid, session, parent} & set(pids.values())]


def eventually(true: Callable[[], bool], seconds: float = 15) -> bool:
    """Say whether something came true within some seconds."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True
