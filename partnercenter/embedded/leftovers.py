"""Programs that outlived their watchers, because both were killed at once: the next start ends them."""

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from partnercenter.embedded.processes import GRACE, Watched, wait_until


def note(process: Watched, folder: Path) -> None:
    """Write down a running program, so that the next start could recognise it."""
    file = folder / "run" / f"{process.name}.pid"
    file.write_text(json.dumps([process.pid, command_line(process.pid)]), encoding="utf-8")


def forget(folder: Path) -> None:
    """Remove the notes: everything was stopped."""
    for file in (folder / "run").glob("*.pid"):
        file.unlink()


def end(folder: Path) -> None:
    """End programs of an earlier start that still run. One is recognised by its id and its whole command line."""
    for file in (folder / "run").glob("*.pid"):
        with suppress(ValueError):
            pid, command = json.loads(file.read_text(encoding="utf-8"))
            if command and command_line(pid) == command:
                end_program(pid)
        file.unlink()


def end_program(pid: int) -> None:
    """Ask a program to stop, then kill it."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until(lambda: not command_line(pid), seconds=GRACE):
            return


def command_line(pid: int) -> str:
    """Return a process's command line; empty when there is no such process, or only its remains."""
    proc = Path("/proc")
    if (proc / "self").exists():
        with suppress(OSError):
            return (proc / str(pid) / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ").strip()
        return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return shown.stdout.strip()
