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
    file.write_text(json.dumps([process.pid, birth(process.pid)]), encoding="utf-8")


def forget(folder: Path) -> None:
    """Remove the notes: everything was stopped."""
    for file in (folder / "run").glob("*.pid"):
        file.unlink()


def end(folder: Path) -> None:
    """End programs of an earlier start that still run. One is recognised by its id and its birth."""
    for file in (folder / "run").glob("*.pid"):
        with suppress(ValueError):
            pid, born = json.loads(file.read_text(encoding="utf-8"))
            if born and birth(pid) == born:
                end_program(pid)
        file.unlink()


def end_program(pid: int) -> None:
    """Ask a program to stop, then kill it."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until(lambda: not birth(pid), seconds=GRACE):
            return


def birth(pid: int) -> str:
    """Return when a process was started, in words of this system; empty when it runs no more."""
    if Path("/proc/self/stat").exists():
        try:
            facts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        state, *rest = facts.rpartition(")")[2].split()  # the name before it may contain anything
        return "" if state == "Z" else f"{rest[18]} ticks after the machine"
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return shown.stdout.strip()
